//go:build js

package jsx

import (
	"errors"
	"testing"
)

func TestTypes(t *testing.T) {
	for expression, want := range map[string]Type{
		"undefined":   UndefinedType,
		"null":        NullType,
		"false":       Boolean,
		"0":           Number,
		"NaN":         Number,
		"10n":         BigInt,
		"''":          String,
		"Symbol('a')": Symbol,
		"{}":          ObjectType,
		"[]":          ObjectType,
		"() => 1":     Function,
		"class {}":    Function,
	} {
		if got := eval(t, expression).Type(); got != want {
			t.Errorf("%s has type %s, want %s", expression, got, want)
		}
	}
}

func TestTheZeroValueIsUndefined(t *testing.T) {
	var zero Value
	if !zero.IsUndefined() || !zero.Equal(Undefined()) || zero.Equal(Null()) {
		t.Error("it is not")
	}
}

// Each of these unwinds the WebAssembly stack if it is not caught where it happens.
func TestExceptionsAreErrors(t *testing.T) {
	thrower := eval(t, `new Proxy(function () { throw new RangeError('called') }, {
		get(target, name) { throw new TypeError('get ' + name) },
		set() { throw new TypeError('set') },
		deleteProperty() { throw new TypeError('delete') },
	})`)
	const name = "x"
	_, getErr := thrower.Get(name)
	_, indexErr := thrower.Index(7)
	_, lengthErr := thrower.Length()
	_, callErr := thrower.Call(name)
	_, invokeErr := thrower.Invoke()
	_, newErr := thrower.New()
	for action, row := range map[string]struct {
		err  error
		want string
	}{
		"get":    {getErr, "TypeError: get x"},
		"index":  {indexErr, "TypeError: get 7"},
		"length": {lengthErr, "TypeError: get length"},
		"set":    {thrower.Set(name, 1), "TypeError: set"},
		"delete": {thrower.Delete(name), "TypeError: delete"},
		"call":   {callErr, "TypeError: get x"},
		"invoke": {invokeErr, "RangeError: called"},
		"new":    {newErr, "TypeError: get prototype"},
	} {
		t.Run(action, func(t *testing.T) {
			wantError(t, row.err, row.want)
			var thrown *ThrownError
			if !errors.As(row.err, &thrown) {
				t.Fatalf("%T is no ThrownError", row.err)
			}
			if action != "invoke" && !Thrown(row.err, "TypeError") {
				t.Error("its name is lost")
			}
		})
	}
}

func TestAnythingCanBeThrown(t *testing.T) {
	for thrown, want := range map[string]string{
		"null":                                   "null was thrown",
		"undefined":                              "undefined was thrown",
		"10n":                                    "a bigint was thrown",
		"'words'":                                `the string "words" was thrown`,
		"Symbol('s')":                            "a symbol was thrown",
		"({})":                                   "an object without name and message was thrown",
		"({message: 5})":                         "an object without name and message was thrown",
		"({message: 'm'})":                       "m",
		"new DOMException('m')":                  "Error: m",
		"new SyntaxError('m')":                   "SyntaxError: m",
		"p = new Proxy({}, {get() { throw p }})": "an object without name and message was thrown",
	} {
		_, err := eval(t, "() => { let p; throw "+thrown+" }").Invoke()
		wantError(t, err, want)
	}
}

func TestMisuseIsAnErrorThatNamesIt(t *testing.T) {
	object := eval(t, "{name: 'n', inner: {}, frozen: Object.freeze({a: 1})}")
	frozen, err := object.Get("frozen")
	if err != nil {
		t.Fatal(err)
	}
	_, ofUndefined := object.Get("inner", "missing", "deeper")
	_, ofString := object.Get("name", "length")
	_, notCallable := object.Call("name")
	_, notThere := object.Call("absent")
	_, notFunction := object.Invoke()
	_, notClass := object.New()
	_, notString := object.GetString("inner")
	_, notFloat := object.GetFloat("name")
	_, notBool := object.GetBool("name")
	_, noTree := object.Call("toString", struct{}{})
	for _, row := range []struct {
		err  error
		want string
	}{
		{ofUndefined, "jsx: no inner.missing.deeper: inner.missing is undefined"},
		{ofString, `jsx: no name.length: name is the string "n"`},
		{notCallable, `jsx: name is not a function but the string "n"`},
		{notThere, "jsx: absent is not a function but undefined"},
		{notFunction, "jsx: got an object, expected a function"},
		{notClass, "jsx: got an object, expected a function"},
		{notString, "jsx: got an object, expected a string"},
		{notFloat, `jsx: got the string "n", expected a number`},
		{notBool, `jsx: got the string "n", expected a boolean`},
		{noTree, "jsx: ToJS takes no value of this type"},
		{frozen.Set("a", 2), "jsx: the object refuses to set"},
		{frozen.Delete("a"), "jsx: the object refuses to deleteProperty"},
	} {
		wantError(t, row.err, row.want)
	}
}

func TestReadingAndWriting(t *testing.T) {
	object := eval(t, "{list: [10, 20], add(a, b) { return this.base + a + b }}")
	if err := object.Set("base", 100); err != nil {
		t.Fatal(err)
	}
	sum, err := object.Call("add", 1, int64(2))
	if err != nil {
		t.Fatal(err)
	}
	if got := json(t, sum); got != "103" {
		t.Errorf("the method got another this or other arguments: %s", got)
	}
	list, err := object.Get("list")
	if err != nil {
		t.Fatal(err)
	}
	length, err := list.Length()
	if err != nil || length != 2 {
		t.Errorf("length %d, %v", length, err)
	}
	second, err := list.Index(1)
	if err != nil || json(t, second) != "20" {
		t.Errorf("element 1 is %s, %v", json(t, second), err)
	}
	if err := object.Delete("list"); err != nil {
		t.Fatal(err)
	}
	if got := json(t, object); got != `{"base":100}` {
		t.Errorf("what is left is %s", got)
	}
	same, err := object.Call("valueOf")
	if err != nil || !same.Equal(object) || same.Equal(eval(t, "{}")) {
		t.Error("Equal does not tell objects apart")
	}
}

func TestBytes(t *testing.T) {
	array, err := ToJS([]byte{1, 2, 255})
	if err != nil {
		t.Fatal(err)
	}
	if got := textOf(t, array); got != "1,2,255" {
		t.Errorf("JavaScript sees %s", got)
	}
	back, err := array.Bytes()
	if err != nil || string(back) != "\x01\x02\xff" {
		t.Errorf("back came %v, %v", back, err)
	}
	if _, err := eval(t, "[1, 2]").Bytes(); err == nil {
		t.Error("a plain array was taken for bytes")
	}
}
