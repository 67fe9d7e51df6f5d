package bundle

import (
	"strings"
	"testing"
)

func TestCommentsStayBehind(t *testing.T) {
	for name, row := range map[string]struct{ source, want string }{
		"line":               {"a()\n  // why\nb()\n", "a()\nb()\n"},
		"behind code":        {"a() // why\n", "a() // why\n"},
		"documentation":      {"/**\n * what\n * @param {string} x\n */\nf()\n", "f()\n"},
		"in one line":        {"/** what */\nf()\n", "f()\n"},
		"of a style sheet":   {"/* The dialog,\n   in words. */\n\n:host { }\n", ":host { }\n"},
		"blank lines":        {"a()\n\n\nb()\n", "a()\nb()\n"},
		"address in a text":  {"const a = 'https://b'\n", "const a = 'https://b'\n"},
		"template literals":  {"f(`${a} // b`, `c`)\n", "f(`${a} // b`, `c`)\n"},
		"no end of line":     {"a()", "a()"},
		"slashes in comment": {"/*\n// x\n*/\na()\n", "a()\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := withoutComments([]byte(row.source))
			if err != nil || string(got) != row.want {
				t.Errorf("%q gives %q, %v; want %q", row.source, got, err, row.want)
			}
		})
	}
}

func TestCommentsThatCannotBeToldAreRefused(t *testing.T) {
	for source, want := range map[string]string{
		"const a = `\n// text\n`\n": "template literal",
		"/* what */ f()\n":          "line of its own",
	} {
		if got, err := withoutComments([]byte(source)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %q, %v; want an error about a %s", source, got, err, want)
		}
	}
}
