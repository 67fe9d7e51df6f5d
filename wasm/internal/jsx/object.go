//go:build js

package jsx

import (
	"math"
	"slices"
	"strings"
)

// Object reads options. The first thing that is wrong sticks: later reads give
// zero values, and Err tells it. A member that is missing or undefined gives
// the zero value; null is something else and is wrong.
type Object struct {
	value Value
	path  string // of the members, with its dot; "" at the top
	err   **OptionError
}

// OptionError says what is wrong with an option.
type OptionError struct {
	Path  string // the full way to the option, such as "session.idleTimeout"
	Got   string // what it got, such as "the number -1"
	Takes string // what it takes, such as "a number of seconds above 0"
}

func (e *OptionError) Error() string {
	return e.Path + ": got " + e.Got + ", takes " + e.Takes
}

// Read begins to read v, which must be an object; name is what an error calls
// it. Undefined is an object without members.
func Read(v Value, name string) *Object {
	object := &Object{value: v, err: new(*OptionError)}
	object.check(name)
	return object
}

// check turns what is no object into one without members.
func (o *Object) check(name string) {
	switch {
	case o.value.IsUndefined():
	case o.value.Type() != ObjectType || isArray(o.value):
		o.stick(name, Describe(o.value), "an object")
		o.value = Undefined()
	}
}

// Err is the first thing that was wrong, a [*OptionError], or nil.
func (o *Object) Err() error {
	if *o.err == nil {
		return nil
	}
	return *o.err
}

// Fail makes name the thing that is wrong, unless something was before: takes
// says what it takes, such as "a number of seconds above 0".
func (o *Object) Fail(name, takes string) {
	o.stick(o.path+name, Describe(o.member(name)), takes)
}

func (o *Object) stick(path, got, takes string) {
	if *o.err == nil {
		*o.err = &OptionError{Path: path, Got: got, Takes: takes}
	}
}

// Has tells whether name is there and not undefined.
func (o *Object) Has(name string) bool { return !o.member(name).IsUndefined() }

// Value is the member as it is.
func (o *Object) Value(name string) Value { return o.member(name) }

// member reads a member; a getter that throws is what is wrong with it.
func (o *Object) member(name string) Value {
	if *o.err != nil || o.value.IsUndefined() {
		return Undefined()
	}
	value, err := get(o.value, name)
	if err != nil {
		o.stick(o.path+name, "an exception ("+err.Error()+")", "a value that can be read")
		return Undefined()
	}
	return value
}

// String reads a string, "" if it is missing.
func (o *Object) String(name string) string {
	value, _ := option(o, name, "a string", Value.String)
	return value
}

// Number reads a number, 0 if it is missing. NaN is none.
func (o *Object) Number(name string) float64 { return o.NumberOr(name, 0) }

// NumberOr reads a number, fallback if it is missing. NaN is none.
func (o *Object) NumberOr(name string, fallback float64) float64 {
	value, found := option(o, name, "a number", Value.Float)
	switch {
	case !found:
		return fallback
	case math.IsNaN(value):
		o.Fail(name, "a number")
		return 0
	}
	return value
}

// Bool reads a boolean, false if it is missing.
func (o *Object) Bool(name string) bool { return o.BoolOr(name, false) }

// BoolOr reads a boolean, fallback if it is missing.
func (o *Object) BoolOr(name string, fallback bool) bool {
	value, found := option(o, name, "true or false", Value.Bool)
	if !found {
		return fallback
	}
	return value
}

// OneOf reads a string that must be one of choices; the first of them if it is
// missing.
func (o *Object) OneOf(name string, choices ...string) string {
	takes := "one of " + strings.Join(choices, ", ")
	value, found := option(o, name, takes, Value.String)
	switch {
	case !found:
		return choices[0]
	case !slices.Contains(choices, value):
		o.Fail(name, takes)
		return ""
	}
	return value
}

// Func reads a function, undefined if it is missing.
func (o *Object) Func(name string) Value {
	value, _ := option(o, name, "a function", func(v Value) (Value, error) {
		if v.Type() != Function {
			return Undefined(), wrongType(v, Function)
		}
		return v, nil
	})
	return value
}

// Object reads an object; a missing one has no members.
func (o *Object) Object(name string) *Object {
	inner := &Object{value: o.member(name), path: o.path + name + ".", err: o.err}
	inner.check(o.path + name)
	return inner
}

// Plain reads a tree of plain data by [FromJS], nil if it is missing.
func (o *Object) Plain(name string) any {
	tree, err := FromJS(o.member(name), Limits{})
	if err != nil {
		o.stick(o.path+name, Describe(o.member(name))+" ("+err.Error()+")", "plain data, as JSON has it")
	}
	return tree
}

// Names are the names of all members, in their order.
func (o *Object) Names() []string {
	if *o.err != nil || o.value.IsUndefined() {
		return nil
	}
	names, err := ownNames(o.value)
	if err != nil {
		o.stick(strings.TrimSuffix(o.path, "."), "an exception ("+err.Error()+")", "an object that can be read")
		return nil
	}
	return names
}

func ownNames(v Value) ([]string, error) {
	keys, err := objectFunction("keys", v)
	if err != nil {
		return nil, err
	}
	length, err := keys.Length()
	if err != nil {
		return nil, err
	}
	names := make([]string, length)
	for i := range names {
		key, err := keys.Index(i)
		if err != nil {
			return nil, err
		}
		if names[i], err = key.String(); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// Unknown refuses every member that is not known: a misspelt option would
// otherwise be silently without effect.
func (o *Object) Unknown(known ...string) {
	for _, name := range o.Names() {
		if !slices.Contains(known, name) && o.Has(name) {
			o.stick(o.path+name, "an unknown option", "one of these names: "+strings.Join(known, ", "))
		}
	}
}

// option reads a member; found tells whether it is there and right.
func option[T any](o *Object, name, takes string, as func(Value) (T, error)) (value T, found bool) {
	var none T
	member := o.member(name)
	if member.IsUndefined() {
		return none, false
	}
	value, err := as(member)
	if err != nil {
		o.Fail(name, takes)
		return none, false
	}
	return value, true
}
