package config

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// fieldsOf are the fields of a struct by their names in the file.
func fieldsOf(t reflect.Type) map[string]reflect.StructField {
	fields := map[string]reflect.StructField{}
	for i := range t.NumField() {
		if name := nameOf(t.Field(i)); name != "-" {
			fields[name] = t.Field(i)
		}
	}
	return fields
}

// names are those of fieldsOf in the order of the struct.
func names(t reflect.Type) (list []string) {
	for i := range t.NumField() {
		if name := nameOf(t.Field(i)); name != "-" {
			list = append(list, name)
		}
	}
	return list
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return name
}

var step = regexp.MustCompile(`^(\w+)(.*)$`)

// fieldOf turns a path in Go (Clients[0].WebOrigins[1]) into one in the file (clients[0].web_origins[1]). What the
// types do not know stays as it is.
func fieldOf(goPath string) string {
	t := configType
	steps := strings.Split(goPath, ".")
	for i, s := range steps {
		m := step.FindStringSubmatch(s)
		if m == nil || t.Kind() != reflect.Struct {
			break
		}
		f, found := t.FieldByName(m[1])
		if !found {
			break
		}
		steps[i] = nameOf(f) + m[2]
		t = f.Type
		if m[2] != "" && t.Kind() == reflect.Slice {
			t = t.Elem()
		}
	}
	return strings.Join(steps, ".")
}

// similar offers the one known field that a misspelt one most likely is.
func similar(name string, known map[string]reflect.StructField) string {
	best, least := "", len(name)/2+1
	for _, candidate := range slices.Sorted(maps.Keys(known)) {
		if d := distance(name, candidate); d < least {
			best, least = candidate, d
		}
	}
	if best == "" {
		return ""
	}
	return ` (is it "` + best + `"?)`
}

// distance is Levenshtein's, of bytes.
func distance(a, b string) int {
	if len(a) > 100 || len(b) > 100 { // of a name that long nothing is similar
		return len(a) + len(b)
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
