//go:build js

package jsx

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

func TestToJS(t *testing.T) {
	for _, row := range []struct {
		tree any
		want string
	}{
		{nil, "null"},
		{true, "true"},
		{1.5, "1.5"},
		{int64(1) << 52, "4503599627370496"},
		{"é\x00", `"é\u0000"`},
		{[]any{1, "a", nil, []any{}}, `[1,"a",null,[]]`},
		{[]string{"a", "b"}, `["a","b"]`},
		{map[string]any{"b": 1, "a": map[string]any{}}, `{"a":{},"b":1}`},
		{map[string]any{"__proto__": map[string]any{"admin": true}}, `{"__proto__":{"admin":true}}`},
		{map[string]any{"length": 2, "0": "x"}, `{"0":"x","length":2}`},
	} {
		value, err := ToJS(row.tree)
		if err != nil {
			t.Errorf("%v: %v", row.tree, err)
		} else if got := json(t, value); got != row.want {
			t.Errorf("%v became %s, want %s", row.tree, got, row.want)
		}
	}
	for _, wrong := range []any{struct{}{}, map[string]any{"a": make(chan int)}, []any{math.MaxUint8, uint8(1)}} {
		if value, err := ToJS(wrong); err == nil {
			t.Errorf("%T became %s", wrong, json(t, value))
		}
	}
}

func TestFromJS(t *testing.T) {
	for expression, want := range map[string]any{
		"undefined":                              nil,
		"null":                                   nil,
		"true":                                   true,
		"-0.5":                                   -0.5,
		"'é\\u0000'":                             "é\x00",
		"'\\ud800'":                              "\ufffd",
		"[]":                                     []any{},
		"[1, , undefined]":                       []any{1.0, nil, nil},
		"{a: {b: ['c']}}":                        map[string]any{"a": map[string]any{"b": []any{"c"}}},
		"{a: undefined}":                         map[string]any{},
		"{[Symbol('s')]: 1}":                     map[string]any{},
		"Object.create({a: 1, __proto__: null})": map[string]any{},
		"Object.defineProperty({}, 'a', {value: 1})":       map[string]any{},
		"Object.assign(Object.create(null), {a: 1})":       map[string]any{"a": 1.0},
		"JSON.parse('{\"__proto__\": {\"admin\": true}}')": map[string]any{"__proto__": map[string]any{"admin": true}},
		"new Proxy({a: 1}, {})":                            map[string]any{"a": 1.0},
		"{get a() { return 2 }}":                           map[string]any{"a": 2.0},
		"structuredClone({a: [1]})":                        map[string]any{"a": []any{1.0}},
		"(x => [x, x])({})":                                []any{map[string]any{}, map[string]any{}},
		strings.Repeat("[", 16) + strings.Repeat("]", 16):  nested(16),
	} {
		got, err := FromJS(eval(t, expression), Limits{})
		if err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s became %#v, want %#v", expression, got, want)
		}
	}
}

// nested is depth arrays, one in the other.
func nested(depth int) any {
	inner := []any{}
	for range depth - 1 {
		inner = []any{inner}
	}
	return inner
}

func TestFromJSRefuses(t *testing.T) {
	for expression, want := range map[string]string{
		"() => 1":                        "a function is no plain data",
		"10n":                            "a bigint is no plain data",
		"{a: [1, Symbol()]}":             ".a[1]: a symbol is no plain data",
		"{a: {b: 10n}}":                  ".a.b: a bigint is no plain data",
		"[NaN]":                          "[0]: the number NaN is no JSON",
		"-Infinity":                      "the number -Infinity is no JSON",
		"new Date(0)":                    "an object of some class is no plain data",
		"new Map()":                      "an object of some class is no plain data",
		"{a: window}":                    ".a: an object of some class is no plain data",
		"{get a() { throw Error('x') }}": ".a: Error: x",
		"new Proxy({}, {ownKeys() { throw Error('y') }})":        "Error: y",
		"new Proxy({}, {getPrototypeOf() { throw Error('z') }})": "Error: z",
		"(x => x.x = x)({})":                              strings.Repeat(".x", 16) + ": nested too deeply, or in a circle",
		"(x => x[0] = x)([])":                             strings.Repeat("[0]", 16) + ": nested too deeply, or in a circle",
		strings.Repeat("[", 17) + strings.Repeat("]", 17): strings.Repeat("[0]", 16) + ": nested too deeply, or in a circle",
		"new Array(4294967295)":                           "jsx: length is a number that no length can be",
		"new Array(100000)":                               "too many values",
		"'x'.repeat(2 ** 20 + 1)":                         "too much text",
		"['x'.repeat(2 ** 20), 'yz']":                     "[1]: too much text",
		"{['k'.repeat(2 ** 20 + 1)]: 1}":                  ".: too much text",
		"Array(200).fill(Array(200).fill(0))":             "[49]: too many values",
	} {
		tree, err := FromJS(eval(t, expression), Limits{})
		if tree != nil {
			t.Errorf("%.60s gave a tree", expression)
		}
		wantError(t, err, want)
	}
}

// Fifteen arrays that hold the next one twice are 32,767 when written out.
func TestFromJSCountsWhatItReadsNotWhatThereIs(t *testing.T) {
	bomb := eval(t, "(() => { let x = []; for (let i = 0; i < 15; i++) x = [x, x]; return x })()")
	tree, err := FromJS(bomb, Limits{})
	if err == nil || !strings.HasSuffix(err.Error(), "too many values") || tree != nil {
		t.Errorf("error %v", err)
	}
}

func TestFromJSTakesOtherLimits(t *testing.T) {
	for _, row := range []struct {
		limits Limits
		want   string
	}{
		{Limits{Depth: 1}, ".a: nested too deeply, or in a circle"},
		{Limits{Nodes: 2}, ".a: too many values"},
		{Limits{Chars: 3}, ".a[0]: too much text"},
	} {
		_, err := FromJS(eval(t, "{a: ['bcd']}"), row.limits)
		wantError(t, err, row.want)
	}
	if _, err := FromJS(eval(t, "{a: ['bcd']}"), Limits{Depth: 2, Nodes: 3, Chars: 4}); err != nil {
		t.Errorf("limits that are just met: %v", err)
	}
}
