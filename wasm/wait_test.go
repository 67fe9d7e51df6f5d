package main_test

import (
	"go/ast"
	"go/types"
	"os"
	"testing"

	"golang.org/x/tools/go/packages"
)

// What may wait takes a context, or a goroutine of its own. Where such a thing is
// called through a func value, the release's compiler has to be told so (see
// package wait).
func TestWhoeverCallsWhatMayWaitSaysSo(t *testing.T) {
	found, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo,
		Env:  append(os.Environ(), "GOOS=js", "GOARCH=wasm"),
	}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, p := range found {
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors[0])
		}
		for _, file := range p.Syntax {
			w := waiters{t: t, pkg: p}
			ast.Inspect(file, w.function)
			calls += w.calls
		}
	}
	if calls < 10 {
		t.Errorf("only %d calls of func values that take a context were found: is that all?", calls)
	}
}

// waiters looks for calls of func values that take a context, in functions that
// do not call wait.Here.
type waiters struct {
	t     *testing.T
	pkg   *packages.Package
	calls int
}

// function looks at each function by itself: a function in another is left alone
// by its calls, and has calls of its own.
func (w *waiters) function(n ast.Node) bool {
	var body *ast.BlockStmt
	switch n := n.(type) {
	case *ast.FuncDecl:
		body = n.Body
	case *ast.FuncLit:
		body = n.Body
	}
	if body == nil {
		return true
	}
	var waits []*ast.CallExpr
	said := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.GoStmt:
			if _, literal := ast.Unparen(n.Call.Fun).(*ast.FuncLit); !literal && w.isValue(n.Call) {
				w.t.Errorf("%s: begin it in a function of its own: go func() { wait.Here(); ... }()", w.pkg.Fset.Position(n.Pos()))
			}
		case *ast.CallExpr:
			said = said || w.isHere(n)
			if w.mayWait(n) {
				waits = append(waits, n)
			}
		}
		return true
	})
	w.calls += len(waits)
	if !said {
		for _, call := range waits {
			w.t.Errorf("%s: what is called here may wait: let the function call wait.Here() before it", w.pkg.Fset.Position(call.Pos()))
		}
	}
	return true
}

func (w *waiters) isHere(call *ast.CallExpr) bool {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	used := w.pkg.TypesInfo.Uses[selector.Sel]
	return used != nil && used.Name() == "Here" && used.Pkg() != nil && used.Pkg().Name() == "wait"
}

func (w *waiters) mayWait(call *ast.CallExpr) bool {
	signature, ok := w.pkg.TypesInfo.TypeOf(call.Fun).Underlying().(*types.Signature)
	return ok && w.isValue(call) && signature.Params().Len() > 0 && signature.Params().At(0).Type().String() == contextType
}

const contextType = module + "wasm/internal/context.Context"

// isValue: a func value is whatever is called but functions and methods by their
// name, and conversions.
func (w *waiters) isValue(call *ast.CallExpr) bool {
	called := ast.Unparen(call.Fun)
	if w.pkg.TypesInfo.Types[called].IsType() {
		return false
	}
	var name *ast.Ident
	switch fn := called.(type) {
	case *ast.Ident:
		name = fn
	case *ast.SelectorExpr:
		name = fn.Sel
	default:
		return true
	}
	switch w.pkg.TypesInfo.Uses[name].(type) {
	case *types.Func, *types.Builtin:
		return false
	}
	return true
}
