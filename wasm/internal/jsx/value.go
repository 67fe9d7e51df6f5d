//go:build js

package jsx

import (
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/spa-session/spa-session/wasm/internal/text"
)

// Type is a type of JavaScript values.
type Type uint8

// The types; those whose plain name is taken by something else end in Type.
const (
	UndefinedType Type = iota
	NullType
	Boolean
	Number
	BigInt
	String
	Symbol
	ObjectType // arrays too
	Function
)

// String is the name of the type, as typeof has it.
func (t Type) String() string {
	return [...]string{"undefined", "null", "boolean", "number", "bigint", "string", "symbol", "object", "function"}[t]
}

// IsUndefined tells whether v is undefined.
func (v Value) IsUndefined() bool { return v.Type() == UndefinedType }

// IsMissing tells whether v is undefined or null.
func (v Value) IsMissing() bool { return v.Type() <= NullType }

// Get follows path through the properties of v. An error names the way that
// was gone: a property of undefined is not undefined.
func (v Value) Get(path ...string) (Value, error) {
	if found, ok := walk(v, path); ok {
		return found, nil
	}
	for i, name := range path {
		if kind := v.Type(); kind != ObjectType && kind != Function {
			return Value{}, errors.New("jsx: no " + strings.Join(path[:i+1], ".") + ": " +
				described(path[:i]) + " is " + Describe(v))
		}
		next, err := get(v, name)
		if err != nil {
			return Value{}, err
		}
		v = next
	}
	return v, nil
}

func described(path []string) string {
	if len(path) == 0 {
		return "the value"
	}
	return strings.Join(path, ".")
}

// GetString reads a property that must be a string.
func (v Value) GetString(path ...string) (string, error) { return read(v, path, Value.String) }

// GetFloat reads a property that must be a number.
func (v Value) GetFloat(path ...string) (float64, error) { return read(v, path, Value.Float) }

// GetBool reads a property that must be a boolean.
func (v Value) GetBool(path ...string) (bool, error) { return read(v, path, Value.Bool) }

func read[T any](v Value, path []string, as func(Value) (T, error)) (T, error) {
	property, err := v.Get(path...)
	if err != nil {
		var none T
		return none, err
	}
	return as(property)
}

// Index is element i of an array.
func (v Value) Index(i int) (Value, error) { return index(v, i) }

// Length is the length of an array or of anything that has one.
func (v Value) Length() (int, error) {
	length, err := v.GetFloat("length")
	if err != nil {
		return 0, err
	}
	if length < 0 || length > math.MaxInt32 || length != math.Trunc(length) {
		return 0, errors.New("jsx: length is a number that no length can be")
	}
	return int(length), nil
}

// Set sets a property to what [ToJS] makes of x. An object that refuses it, a
// frozen one for instance, is an error.
func (v Value) Set(name string, x any) error {
	value, err := toValue(x)
	if err != nil {
		return err
	}
	return set(v, name, value)
}

// Delete removes a property.
func (v Value) Delete(name string) error { return remove(v, name) }

// GetStrings reads properties that must be strings.
func (v Value) GetStrings(names ...string) ([]string, error) {
	properties, err := propertiesOf(v, names)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(names))
	for i, property := range properties {
		if texts[i], err = property.String(); err != nil {
			return nil, errors.New("jsx: " + names[i] + ": " + err.Error())
		}
	}
	return texts, nil
}

// GetAll reads properties of whatever types, in one crossing.
func (v Value) GetAll(names ...string) ([]Value, error) { return propertiesOf(v, names) }

// Call calls the method name of v with what [ToJS] makes of args.
func (v Value) Call(name string, args ...any) (Value, error) {
	return v.CallPath([]string{name}, args...)
}

// CallPath calls the method that path leads to from v, such as "location", "assign".
func (v Value) CallPath(path []string, args ...any) (Value, error) {
	values, err := toValues(args)
	if err != nil {
		return Value{}, err
	}
	return callPath(v, path, values)
}

func notCallable(name string, found Value) error {
	return errors.New("jsx: " + name + " is not a function but " + Describe(found))
}

// Invoke calls the function v with what [ToJS] makes of args; this is undefined.
func (v Value) Invoke(args ...any) (Value, error) {
	if v.Type() != Function {
		return Value{}, wrongType(v, Function)
	}
	values, err := toValues(args)
	if err != nil {
		return Value{}, err
	}
	return apply(v, Undefined(), values)
}

// New constructs an object of the class v with what [ToJS] makes of args.
func (v Value) New(args ...any) (Value, error) {
	if v.Type() != Function {
		return Value{}, wrongType(v, Function)
	}
	values, err := toValues(args)
	if err != nil {
		return Value{}, err
	}
	return construct(v, values)
}

// Bytes copies a Uint8Array, whatever its length: ask for that first.
func (v Value) Bytes() ([]byte, error) { return bytesOf(v) }

// Items are the elements of an array.
func (v Value) Items() ([]Value, error) { return itemsOf(v) }

func wrongType(v Value, want Type) error {
	return errors.New("jsx: got " + Describe(v) + ", expected a " + want.String())
}

// maxDescribed bounds how much of a string an error repeats, in bytes.
const maxDescribed = 40

// Text is v as JavaScript writes it, "" where it has no text.
func Text(v Value) string {
	class, err := global("String")
	if err == nil {
		v, err = class.Invoke(v)
	}
	if err != nil {
		return ""
	}
	written, _ := v.String()
	return written
}

// Describe says in a few words what v is, for a developer's eyes.
func Describe(v Value) string {
	switch kind := v.Type(); kind {
	case UndefinedType, NullType:
		return kind.String()
	case Boolean:
		if on, err := v.Bool(); err == nil && on {
			return "true"
		}
		return "false"
	case Number:
		return "the number " + Text(v)
	case String:
		shown, _ := v.String()
		if len(shown) > maxDescribed {
			end := maxDescribed
			for !utf8.RuneStart(shown[end]) {
				end--
			}
			shown = shown[:end] + "..."
		}
		return "the string " + text.Quote(shown)
	case ObjectType:
		if isArray(v) {
			return "an array"
		}
		return "an object"
	default:
		return "a " + kind.String()
	}
}

func isArray(v Value) bool {
	answer, err := Global().CallPath([]string{"Array", "isArray"}, v)
	if err != nil {
		return false
	}
	is, err := answer.Bool()
	return err == nil && is
}
