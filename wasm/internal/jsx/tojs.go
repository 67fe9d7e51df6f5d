//go:build js

package jsx

import "errors"

// ToJS makes a JavaScript value of a tree of map[string]any, []any, []string,
// []byte (a Uint8Array), string, float64, int, int64, bool, nil (null) and
// [Value]. Anything else is an error.
func ToJS(x any) (Value, error) {
	value, err := toValue(x)
	if err != nil {
		return Value{}, err
	}
	return made(value), nil
}

// toValue is ToJS for what crosses once.
func toValue(x any) (Value, error) {
	switch x := x.(type) {
	case Value:
		return x, nil
	case nil:
		return Null(), nil
	case bool, float64, string:
		return primitive(x)
	case int:
		return primitive(float64(x))
	case int64:
		return primitive(float64(x))
	case []byte:
		return binary(x)
	case []any:
		return arrayToJS(x)
	case []string:
		return textsToJS(x)
	case map[string]any:
		return objectToJS(x)
	default:
		return Value{}, errors.New("jsx: ToJS takes no value of this type")
	}
}

func toValues(args []any) ([]Value, error) {
	values := make([]Value, len(args))
	for i, arg := range args {
		value, err := toValue(arg)
		if err != nil {
			return nil, err
		}
		values[i] = value
	}
	return values, nil
}

func arrayToJS(items []any) (Value, error) {
	values, err := toValues(items)
	if err != nil {
		return Value{}, err
	}
	return list(values)
}

func textsToJS(texts []string) (Value, error) {
	items := make([]any, len(texts))
	for i, text := range texts {
		items[i] = text
	}
	return arrayToJS(items)
}

func objectToJS(members map[string]any) (Value, error) {
	flat := make([]any, 0, 2*len(members))
	for _, name := range sortedNames(members) {
		flat = append(flat, name, members[name])
	}
	values, err := toValues(flat)
	if err != nil {
		return Value{}, err
	}
	return record(values)
}

// sortedNames gives an object the same order each time. Objects are small, so each
// name sinks to its place; the sorting of package slices costs 4 KB, brotli.
func sortedNames(members map[string]any) []string {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
		for i := len(names) - 1; i > 0 && names[i-1] > names[i]; i-- {
			names[i-1], names[i] = names[i], names[i-1]
		}
	}
	return names
}
