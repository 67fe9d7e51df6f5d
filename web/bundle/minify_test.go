package bundle

import (
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
