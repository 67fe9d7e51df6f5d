//go:build js

package jsx

import (
	"errors"
	"reflect"
	"slices"
	"testing"
)

func TestObjectReadsWhatIsThere(t *testing.T) {
	o := Read(eval(t, `{
		name: 'n', empty: '', size: 2.5, zero: 0, on: true, off: false, mode: 'b', nothing: undefined,
		call() {}, tree: {a: [1]}, inner: {deep: {name: 'd'}}, odd: 10n,
	}`), "options")
	if o.String("name") != "n" || o.String("empty") != "" || o.String("missing") != "" || o.String("nothing") != "" {
		t.Error("String")
	}
	if o.Number("size") != 2.5 || o.Number("missing") != 0 || o.NumberOr("zero", 60) != 0 || o.NumberOr("nothing", 60) != 60 {
		t.Error("Number")
	}
	if !o.Bool("on") || o.Bool("missing") || o.BoolOr("off", true) || !o.BoolOr("missing", true) {
		t.Error("Bool")
	}
	if o.OneOf("mode", "a", "b") != "b" || o.OneOf("missing", "a", "b") != "a" {
		t.Error("OneOf")
	}
	if o.Func("call").Type() != Function || !o.Func("missing").IsUndefined() {
		t.Error("Func")
	}
	if !reflect.DeepEqual(o.Plain("tree"), map[string]any{"a": []any{1.0}}) || o.Plain("missing") != nil {
		t.Error("Plain")
	}
	if o.Object("inner").Object("deep").String("name") != "d" || o.Object("missing").Object("deep").String("name") != "" {
		t.Error("Object")
	}
	if !o.Has("zero") || o.Has("missing") || o.Has("nothing") {
		t.Error("Has")
	}
	if o.Value("odd").Type() != BigInt {
		t.Error("Value")
	}
	if want := []string{"deep"}; !slices.Equal(o.Object("inner").Names(), want) {
		t.Error("Names")
	}
	o.Object("inner").Unknown("deep", "shallow")
	if err := o.Err(); err != nil {
		t.Errorf("nothing is wrong, but: %v", err)
	}
	if absent := Read(Undefined(), "options"); absent.String("name") != "" || absent.Names() != nil || absent.Err() != nil {
		t.Error("undefined is not taken as an object without members")
	}
}

func TestObjectErrorsNameTheOption(t *testing.T) {
	good := func(o *Object) {
		o.String("name")
		o.Object("session").Number("idleTimeout")
	}
	for _, row := range []struct {
		options string
		read    func(*Object)
		want    string
	}{
		{"5", good, "options: got the number 5, takes an object"},
		{"null", good, "options: got null, takes an object"},
		{"[]", good, "options: got an array, takes an object"},
		{"() => 1", good, "options: got a function, takes an object"},
		{"{name: 5}", good, "name: got the number 5, takes a string"},
		{"{name: null}", good, "name: got null, takes a string"},
		{"{name: 10n}", good, "name: got a bigint, takes a string"},
		{"{name: {}}", good, "name: got an object, takes a string"},
		{"{session: false}", good, "session: got false, takes an object"},
		{"{session: {idleTimeout: '120'}}", good, `session.idleTimeout: got the string "120", takes a number`},
		{"{session: {idleTimeout: NaN}}", good, "session.idleTimeout: got the number NaN, takes a number"},
		{"{name: 5, session: 6}", good, "name: got the number 5, takes a string"},
		{"{get name() { throw Error('x') }}", good, "name: got an exception (Error: x), takes a value that can be read"},
		{"{on: 1}", func(o *Object) { o.Bool("on") }, "on: got the number 1, takes true or false"},
		{"{now: 1}", func(o *Object) { o.Func("now") }, "now: got the number 1, takes a function"},
		{"{mode: 'c'}", func(o *Object) { o.OneOf("mode", "a", "b") }, `mode: got the string "c", takes one of a, b`},
		{"{tree: {a: () => 1}}", func(o *Object) { o.Plain("tree") },
			"tree: got an object (.a: a function is no plain data), takes plain data, as JSON has it"},
		{"{a: {b: 1, c: 2, d: undefined}}", func(o *Object) { o.Object("a").Unknown("b") },
			"a.c: got an unknown option, takes one of these names: b"},
		{"{a: {b: -1}}", func(o *Object) { o.Object("a").Fail("b", "a number above 0") },
			"a.b: got the number -1, takes a number above 0"},
		{"{name: '" + "longer than 40 bytes, and not in ASCII: 日本語 after all" + "', a: 1}", func(o *Object) { o.Number("name") },
			`name: got the string "longer than 40 bytes, and not in ASCII: ...", takes a number`},
	} {
		o := Read(eval(t, row.options), "options")
		row.read(o)
		wantError(t, o.Err(), row.want)
		var wrong *OptionError
		if !errors.As(o.Err(), &wrong) {
			t.Errorf("%T is no OptionError", o.Err())
		}
	}
}

// One wrong option must not give a half-read configuration that looks right.
func TestAnErrorSticks(t *testing.T) {
	o := Read(eval(t, "{bad: 1, good: 'g', inner: {good: 'g'}}"), "options")
	inner := o.Object("inner")
	o.String("bad")
	if o.String("good") != "" || inner.String("good") != "" || o.Names() != nil {
		t.Error("reading went on")
	}
	wantError(t, inner.Err(), "bad: got the number 1, takes a string")
}
