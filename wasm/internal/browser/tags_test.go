//go:build !js

package browser_test

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
				tagged = tagged || err == nil && expression.String() == "js"
			}
		}
		if !tagged {
			t.Errorf("%s has no line //go:build js", name)
		}
	}
}

// What the adapters need of JavaScript goes by way of jsx, which makes errors of
// exceptions; a bridge beside it would let them through.
func TestNothingNamesTheBridge(t *testing.T) {
	for name, file := range sources(t) {
		for _, spec := range file.Imports {
			if strings.Contains(spec.Path.Value, "safejs") || strings.Contains(spec.Path.Value, "syscall/js") {
				t.Errorf("%s imports %s, which is for jsx alone", name, spec.Path.Value)
			}
		}
	}
}

// The clock of Go may stand still while a laptop sleeps, and its timers with it.
func TestTimeComesFromThePlatform(t *testing.T) {
	for name, file := range sources(t) {
		for _, spec := range file.Imports {
			if spec.Path.Value == `"time"` {
				t.Errorf("%s imports time", name)
			}
		}
	}
}
