package api_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// root is the module's, seen from this package.
const root = "../../.."

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// same fails unless got and want hold the same words, in whatever order.
func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for _, name := range got {
		if !slices.Contains(want, name) {
			t.Errorf("%s: %q is there, but package api does not list it", what, name)
		}
	}
	for _, name := range want {
		if !slices.Contains(got, name) {
			t.Errorf("%s: %q is missing, but package api lists it", what, name)
		}
	}
}

// declarations are the interfaces and string unions of spa-session.d.ts.
type declarations struct {
	members map[string][]member // of each interface
	unions  map[string][]member // values are names; Comment is what stands before
}

type member struct{ Name, Type, Comment string }

func (d declarations) names(t *testing.T, of string) []string {
	t.Helper()
	list := append(slices.Clone(d.members[of]), d.unions[of]...)
	if len(list) == 0 {
		t.Fatalf("spa-session.d.ts declares no %s", of)
	}
	var names []string
	for _, m := range list {
		if !slices.Contains(names, m.Name) { // overloads
			names = append(names, m.Name)
		}
	}
	return names
}

var (
	interfaceLine = regexp.MustCompile(`^export interface (\w+)`)
	unionLine     = regexp.MustCompile(`^export type (\w+) =(.*)$`)
	memberLine    = regexp.MustCompile(`^  (?:readonly )?(\w+)(?:<[^(]*>)?(\??[:(].*)$`)
	valueText     = regexp.MustCompile(`'(\w+)'`)
)

// declared reads the declarations line by line. It relies on their layout: members
// are indented by two spaces, and a comment stands on lines of its own.
func declared(t *testing.T) declarations {
	t.Helper()
	d := declarations{map[string][]member{}, map[string][]member{}}
	var inInterface, inUnion, comment string
	text := read(t, "web/spa-session.d.ts")
	for _, name := range []string{"errors", "methods", "options", "session"} {
		text += read(t, "web/types/"+name+".d.ts")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "/**"):
			comment = strings.TrimSpace(strings.Trim(trimmed, "/*"))
			continue
		case strings.HasPrefix(trimmed, "*"):
			continue
		case line == "}" || line == "":
			inInterface, inUnion = "", ""
		case interfaceLine.MatchString(line):
			inInterface = interfaceLine.FindStringSubmatch(line)[1]
		case unionLine.MatchString(line):
			found := unionLine.FindStringSubmatch(line)
			inUnion = found[1]
			d.addValues(inUnion, found[2], "")
		case inInterface != "":
			if found := memberLine.FindStringSubmatch(line); found != nil {
				d.members[inInterface] = append(d.members[inInterface], member{found[1], found[2], comment})
			}
		case inUnion != "":
			d.addValues(inUnion, line, comment)
		}
		comment = ""
	}
	return d
}

func (d declarations) addValues(union, text, comment string) {
	for _, found := range valueText.FindAllStringSubmatch(text, -1) {
		d.unions[union] = append(d.unions[union], member{Name: found[1], Comment: comment})
	}
}

// constants are the values of the string constants of the named type in the
// Go files below dir, tests apart. Qualified names count: oidc.Code is Code.
func constants(t *testing.T, dir, typeName string) []string {
	t.Helper()
	var values []string
	err := filepath.WalkDir(filepath.Join(root, dir), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || !names(spec.Type, typeName) || len(spec.Values) != 1 {
				return true
			}
			literal, ok := spec.Values[0].(*ast.BasicLit)
			if !ok {
				return true
			}
			value, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if value != "" { // "" is the absence of one
				values = append(values, value)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(values) == 0 {
		t.Fatalf("there is no constant of type %s below %s", typeName, dir)
	}
	return values
}

func names(expr ast.Expr, typeName string) bool {
	switch e := expr.(type) {
	case *ast.Ident:
		return e.Name == typeName
	case *ast.SelectorExpr:
		return e.Sel.Name == typeName
	}
	return false
}
