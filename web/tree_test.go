package web_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// The release's reader of trees, by the rows of the stock build's (tree_test.go in wasm/internal/jsx).
func TestFlatTrees(t *testing.T) {
	s := newSite(t)
	s.answer("/tree.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join("tinygo", "tree.js")) })
	p := open(t, s)
	eval[any](t, p, `
		const { flatten, Mark, LIST } = await import('/tree.js')
		const raised = (items) => {
			const first = items.shift()
			if (!(first instanceof Mark)) return first
			if (first.kind === LIST) return Array.from({ length: first.count }, () => raised(items))
			return Object.fromEntries(Array.from({ length: first.count }, () => [items.shift(), raised(items)]))
		}
		globalThis.tree = (value, depth = 16, nodes = 10_000, chars = 1 << 20) => {
			let items
			try { items = flatten(value, depth, nodes, chars) } catch (problem) { return 'refused: ' + problem }
			const json = JSON.stringify(raised(items))
			return items.length ? 'there is more than the tree' : json
		}`)
	for _, row := range []struct{ expression, want string }{
		{"undefined", "null"},
		{"null", "null"},
		{"true", "true"},
		{"-0.5", "-0.5"},
		{"'é\\u0000'", `"é\u0000"`},
		{"[]", "[]"},
		{"[1, , undefined]", "[1,null,null]"},
		{"{a: {b: ['c']}}", `{"a":{"b":["c"]}}`},
		{"{a: undefined, b: 1}", `{"b":1}`},
		{"{[Symbol('s')]: 1}", "{}"},
		{"Object.create({a: 1, __proto__: null})", "{}"},
		{"Object.defineProperty({}, 'a', {value: 1})", "{}"},
		{"Object.assign(Object.create(null), {a: 1})", `{"a":1}`},
		{`JSON.parse('{"__proto__": {"admin": true}}')`, `{"__proto__":{"admin":true}}`},
		{"new Proxy({a: 1}, {})", `{"a":1}`},
		{"{get a() { return 2 }}", `{"a":2}`},
		{"structuredClone({a: [1]})", `{"a":[1]}`},
		{"(x => [x, x])({})", "[{},{}]"},
		{strings.Repeat("[", 16) + strings.Repeat("]", 16), strings.Repeat("[", 16) + strings.Repeat("]", 16)},

		{"() => 1", "refused: a function is no plain data"},
		{"10n", "refused: a bigint is no plain data"},
		{"{a: [1, Symbol()]}", "refused: .a[1]: a symbol is no plain data"},
		{"[NaN]", "refused: [0]: the number NaN is no JSON"},
		{"-Infinity", "refused: the number -Infinity is no JSON"},
		{"new Date(0)", "refused: an object of some class is no plain data"},
		{"{a: window}", "refused: .a: an object of some class is no plain data"},
		{"{get a() { throw Error('x') }}", "refused: an exception"},
		{"new Proxy({}, {ownKeys() { throw Error('y') }})", "refused: an exception"},
		{"(x => x.x = x)({})", "refused: " + strings.Repeat(".x", 16) + ": nested too deeply, or in a circle"},
		{"(x => x[0] = x)([])", "refused: " + strings.Repeat("[0]", 16) + ": nested too deeply, or in a circle"},
		{"new Array(4294967295)", "refused: too many values"},
		{"new Array(100000)", "refused: too many values"},
		{"'x'.repeat(2 ** 20 + 1)", "refused: too much text"},
		{"['x'.repeat(2 ** 20), 'yz']", "refused: [1]: too much text"},
		{"{['k'.repeat(2 ** 20 + 1)]: 1}", "refused: too much text"},
		{"Array(200).fill(Array(200).fill(0))", "refused: [49]: too many values"},
		{"(() => { let x = []; for (let i = 0; i < 15; i++) x = [x, x]; return x })()", "too many values"},
		{"{a: ['bcd']}, 1", "refused: .a: nested too deeply, or in a circle"},
		{"{a: ['bcd']}, 16, 2", "refused: .a: too many values"},
		{"{a: ['bcd']}, 16, 10, 3", "refused: .a[0]: too much text"},
		{"{a: ['bcd']}, 2, 3, 4", `{"a":["bcd"]}`},
	} {
		if got := eval[string](t, p, `return tree(`+row.expression+`)`); got != row.want && !(row.want == "too many values" && strings.HasSuffix(got, row.want)) {
			t.Errorf("%.60s became %s, want %s", row.expression, got, row.want)
		}
	}
}
