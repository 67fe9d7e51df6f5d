package bundle

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestMinified(t *testing.T) {
	for name, row := range map[string]struct{ file, source, want string }{
		"comments":           {"a.js", "// why\n/** what */\nf() // where\n", "f();\n"},
		"names that show":    {"a.js", "export function answer(question) {\n  return question + 1\n}\n", "export function answer(n){return n+1}\n"},
		"texts":              {"a.js", "f('// no comment', 'https://a')\n", `f("// no comment","https://a");` + "\n"},
		"other files":        {"a.js", "import { b } from './b.js'\nb()\n", `import{b as m}from"./b.js";m();` + "\n"},
		"a style sheet":      {"a.css", "/* why */\n:host {\n  color: var(--a, #3554d1);\n}\n", ":host{color:var(--a, #3554d1)}\n"},
		"of today's browser": {"a.css", "a { &:hover { inset: 0 } }\n", "a{&:hover{inset:0}}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := minified(row.file, []byte(row.source))
			if err != nil || string(got) != row.want {
				t.Errorf("got %q, %v; want %q", got, err, row.want)
			}
		})
	}
}

func TestWhatIsNoJavaScriptIsRefused(t *testing.T) {
	if _, err := minified("a.js", []byte("f()\nconst = 1\n")); err == nil || !strings.Contains(err.Error(), "a.js:2: ") {
		t.Errorf("got %v", err)
	}
}

func TestTheLoaderIsOneFile(t *testing.T) {
	root := t.TempDir()
	put1(t, root, "a.js", "import { b } from './b.js'\nexport const a = () => b(import('./wasm_exec.js'))\n")
	put1(t, root, "b.js", "// why\nexport const b = (x) => new URL('./b.css', import.meta.url)\n")
	got, err := bundled(filepath.Join(root, "a.js"), "", []string{"./wasm_exec.js"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`import("./wasm_exec.js")`, `new URL("./b.css",import.meta.url)`, "export{"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("the loader lacks %s: %s", want, got)
		}
	}
	if strings.Contains(string(got), "b.js") || strings.Contains(string(got), "why") {
		t.Errorf("the loader leads to its parts, or keeps comments: %s", got)
	}
	put1(t, root, "b.js", "\nconst = 1\n")
	if _, err := bundled(filepath.Join(root, "a.js"), "", []string{"./wasm_exec.js"}); err == nil || !strings.Contains(err.Error(), "b.js:2: ") {
		t.Errorf("a part that is no JavaScript: %v", err)
	}
}
