package manage

import (
	"net/http"
	"strconv"
)

const (
	defaultPerPage = 50
	maxPerPage     = 100
	maxPage        = 1_000_000 // so that page times size is a number
)

// writePage answers with one page of a list: an array, or with include_totals an object around it.
func writePage[T any](w http.ResponseWriter, r *http.Request, name string, all []T) error {
	perPage, err := count(r, "per_page", defaultPerPage, 1, maxPerPage)
	if err != nil {
		return err
	}
	page, err := count(r, "page", 0, 0, maxPage)
	if err != nil {
		return err
	}
	start := min(page*perPage, len(all))
	part := all[start:min(start+perPage, len(all))]
	if r.URL.Query().Get("include_totals") != "true" {
		writeJSON(w, http.StatusOK, part)
		return nil
	}
	writeJSON(w, http.StatusOK, map[string]any{"start": start, "limit": perPage, "length": len(part), "total": len(all), name: part})
	return nil
}

// writeFrom answers with a part of a list by checkpoint, as Auth0 does for sessions and refresh tokens: `take` entries
// behind the one that `from` names.
func writeFrom[T any](w http.ResponseWriter, r *http.Request, name string, all []T, id func(T) string) error {
	take, err := count(r, "take", defaultPerPage, 1, maxPerPage)
	if err != nil {
		return err
	}
	start := 0
	if from := r.URL.Query().Get("from"); from != "" {
		start = len(all)
		for i, entry := range all {
			if id(entry) == from {
				start = i + 1
			}
		}
	}
	part := all[start:min(start+take, len(all))]
	answer := map[string]any{name: part}
	if start+take < len(all) {
		answer["next"] = id(part[len(part)-1])
	}
	writeJSON(w, http.StatusOK, answer)
	return nil
}

// count reads a number of the query.
func count(r *http.Request, name string, standard, least, most int) (int, error) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fail(http.StatusBadRequest, "invalid_query_string", "Query validation error: 'Expected an integer from %d to %d' on property %s", least, most, name)
	}
	return n, nil
}
