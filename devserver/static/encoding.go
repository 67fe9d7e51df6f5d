package static

import (
	"strconv"
	"strings"
)

// An encoding is a content coding (RFC 9110 section 8.4.1) and the suffix of the files that are in it.
type encoding struct{ name, suffix string }

// best first: brotli is a quarter smaller than gzip.
var known = []encoding{{"br", ".br"}, {"gzip", ".gz"}}

// encodings returns those that the client takes by its Accept-Encoding (RFC 9110 section 12.5.3), best first. Among
// what a client takes the server may choose, so weights other than 0 do not count.
func encodings(accept string) []encoding {
	taken := map[string]bool{}
	for item := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(item, ";")
		taken[strings.ToLower(strings.TrimSpace(name))] = weight(parameters) > 0
	}
	var result []encoding
	for _, e := range known {
		takes, named := taken[e.name]
		if takes || !named && taken["*"] {
			result = append(result, e)
		}
	}
	return result
}

// weight reads ";q=0.5"; none means 1, and what cannot be read 0.
func weight(parameters string) float64 {
	parameters = strings.ReplaceAll(strings.ToLower(parameters), " ", "")
	if parameters == "" {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimPrefix(parameters, "q="), 64)
	if err != nil {
		return 0
	}
	return q
}
