package main_test

import (
	"go/ast"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/tools/go/packages"
)

// What is handed on as a func value stays in the first file of the release, and with it
// all that it calls, unless it is a literal that is marked (see package part). Nothing
// else would tell: the dialog would work, and each page would load it before its token.
//
// Tried once: with clicked handed to Listen as it is, half a KB of brotli was back.
func TestTheDialogIsInTheRest(t *testing.T) {
	found, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
		Env:  append(os.Environ(), "GOOS=js", "GOARCH=wasm"),
	}, ".", "./internal/bind", "./internal/modal")
	if err != nil {
		t.Fatal(err)
	}
	literals := 0
	for _, p := range found {
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors[0])
		}
		for _, file := range p.Syntax {
			name := filepath.Base(p.Fset.Position(file.Pos()).Filename)
			if p.Name == "modal" || name == "dialog.go" {
				literals += wantMarked(t, p, file)
			}
		}
	}
	if literals < 15 {
		t.Errorf("only %d literals were found: is that all?", literals)
	}
}

// wantMarked refuses func values that are not literals with a mark, and counts those.
func wantMarked(t *testing.T, p *packages.Package, file *ast.File) (literals int) {
	called := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			called[ast.Unparen(n.Fun)] = true
		case *ast.FuncLit:
			literals++
			if !called[n] && !isMarked(p, n) {
				t.Errorf("%s: begin it with part.Here()", p.Fset.Position(n.Pos()))
			}
		case *ast.SelectorExpr:
			if _, method := p.TypesInfo.Uses[n.Sel].(*types.Func); method && !called[n] {
				t.Errorf("%s: hand on a literal that begins with part.Here() and calls %s", p.Fset.Position(n.Pos()), n.Sel.Name)
			}
		}
		return true
	})
	return literals
}

// isMarked looks at the statements of the literal itself.
func isMarked(p *packages.Package, literal *ast.FuncLit) bool {
	for _, statement := range literal.Body.List {
		expression, ok := statement.(*ast.ExprStmt)
		if !ok {
			continue
		}
		call, ok := expression.X.(*ast.CallExpr)
		if !ok {
			continue
		}
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
			used := p.TypesInfo.Uses[selector.Sel]
			if used.Name() == "Here" && used.Pkg() != nil && used.Pkg().Name() == "part" {
				return true
			}
		}
	}
	return false
}
