//go:build js

package jsx

// Limits bound what [FromJS] reads. A field that is 0 takes its default.
type Limits struct {
	Depth int // nesting of objects and arrays; default 16
	Nodes int // values in all; default 10,000
	Chars int // UTF-16 units of all strings and names; default 1,048,576
}

// FromJS reads a tree of plain data: objects as map[string]any, arrays as
// []any, numbers as float64, strings, booleans, null and undefined as nil. Of
// an object the own enumerable properties are read that have a name and are
// not undefined. An error names the place where there was something else: a
// function, a class instance, a number that is not finite, or too much of
// anything, a cycle for instance.
func FromJS(v Value, limits Limits) (any, error) {
	return readTree(v, Limits{
		Depth: positiveOr(limits.Depth, 16),
		Nodes: positiveOr(limits.Nodes, 10_000),
		Chars: positiveOr(limits.Chars, 1<<20),
	})
}

func positiveOr(n, fallback int) int {
	if n > 0 {
		return n
	}
	return fallback
}
