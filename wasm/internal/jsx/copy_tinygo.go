//go:build js && tinygo

package jsx

import "errors"

// What is copied, to JavaScript and from there.

// Type is what typeof says, except that null has a type of its own.
func (v Value) Type() Type {
	switch is := v.is.(type) {
	case nil:
		return UndefinedType
	case null:
		return NullType
	case bool:
		return Boolean
	case float64:
		return Number
	case string:
		return String
	case *function:
		return Function
	case *handle:
		return is.kind
	}
	return ObjectType
}

// Bool reads a boolean; anything else is an error.
func (v Value) Bool() (bool, error) {
	if is, ok := v.is.(bool); ok {
		return is, nil
	}
	return false, wrongType(v, Boolean)
}

// Float reads a number; anything else is an error.
func (v Value) Float() (float64, error) {
	if is, ok := v.is.(float64); ok {
		return is, nil
	}
	return 0, wrongType(v, Number)
}

// String reads a string; anything else is an error, nothing is converted. Half
// surrogate pairs become U+FFFD.
func (v Value) String() (string, error) {
	if is, ok := v.is.(string); ok {
		return is, nil
	}
	return "", wrongType(v, String)
}

// primitive makes a value of a bool, a float64 or a string.
func primitive(x any) (Value, error) { return Value{x}, nil }

func list(items []Value) (Value, error)  { return Value{listed(items)}, nil }
func record(flat []Value) (Value, error) { return Value{members(flat)}, nil }
func binary(data []byte) (Value, error)  { return Value{data}, nil }

// made is v as an object of JavaScript's that stays the same.
func made(v Value) Value { return opSame.must(v) }

// bytesOf copies a Uint8Array.
func bytesOf(v Value) ([]byte, error) {
	if _, err := opCopy.do(v); err != nil {
		return nil, err
	}
	return lent, nil
}

func itemsOf(v Value) ([]Value, error) { return opItems.several(v) }

// propertiesOf are those of the names.
func propertiesOf(v Value, names []string) ([]Value, error) {
	return opProperties.several(append([]Value{v}, texts(names)...)...)
}

func readTree(v Value, limits Limits) (any, error) {
	outcome, ok := opTree.raw(v, Value{float64(limits.Depth)}, Value{float64(limits.Nodes)}, Value{float64(limits.Chars)})
	if !ok {
		problem, _ := outcome.value().String()
		return nil, errors.New(problem)
	}
	tree := flatTree(outcome.words())
	return tree.read(), nil
}

// flatTree is what is still to be read of one.
type flatTree []word

func (t *flatTree) next() word {
	first := (*t)[0]
	*t = (*t)[1:]
	return first
}

func (t *flatTree) read() any {
	switch w := t.next(); Type(w.kind) {
	case Boolean:
		return w.ref != 0
	case Number:
		return w.number
	case String:
		return w.text()
	case wordList:
		items := make([]any, int(w.number))
		for i := range items {
			items[i] = t.read()
		}
		return items
	case wordRecord:
		members := make(map[string]any, int(w.number))
		for range int(w.number) {
			name := t.next().text()
			members[name] = t.read()
		}
		return members
	}
	return nil
}
