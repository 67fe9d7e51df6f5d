//go:build !js

package jsx_test

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"
)

// sources parses every file of the package that ships.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*ast.File{}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = file
	}
	if len(files) < 5 {
		t.Fatalf("found %d files: the test looks in the wrong folder", len(files))
	}
	return files
}

// An untagged file would make the package exist on the host, where its imports do not.
func TestEveryFileIsForJSAlone(t *testing.T) {
	for name, file := range sources(t) {
		tagged := false
		for _, group := range file.Comments {
			if group.Pos() > file.Package {
				break
			}
			for _, comment := range group.List {
				expression, err := constraint.Parse(comment.Text)
				tagged = tagged || err == nil && !expression.Eval(func(tag string) bool { return tag != "js" })
			}
		}
		if !tagged {
			t.Errorf("%s has no line //go:build js", name)
		}
	}
}

// A second seam for another compiler can only replace the first if nothing else knows of it.
func TestOnlyTheSeamNamesTheBridge(t *testing.T) {
	for name, file := range sources(t) {
		for _, spec := range file.Imports {
			bridge := strings.Contains(spec.Path.Value, "safejs") || strings.Contains(spec.Path.Value, "syscall/js")
			if bridge && name != "seam.go" {
				t.Errorf("%s imports %s, which is for seam.go alone", name, spec.Path.Value)
			}
		}
	}
}

// A recovered panic is a crash that the loader never hears of. The seam's one
// recover panics anew.
func TestNothingRecovers(t *testing.T) {
	for name, file := range sources(t) {
		count := 0
		ast.Inspect(file, func(node ast.Node) bool {
			if call, ok := node.(*ast.CallExpr); ok {
				if function, ok := call.Fun.(*ast.Ident); ok && function.Name == "recover" {
					count++
				}
			}
			return true
		})
		if allowed := map[string]int{"seam.go": 1}[name]; count != allowed {
			t.Errorf("%s calls recover %d times, allowed are %d", name, count, allowed)
		}
	}
}
