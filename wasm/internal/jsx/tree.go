//go:build js && !tinygo

package jsx

import (
	"errors"
	"math"
	"strconv"
)

// The stock build's reader of trees; that of the release is web/tinygo/tree.js.

func readTree(v Value, limits Limits) (any, error) {
	reader := treeReader{depth: limits.Depth, nodes: limits.Nodes, chars: limits.Chars}
	tree, err := reader.read(v)
	if err != nil {
		return nil, err
	}
	return tree, nil
}

// treeReader holds what is left of the limits.
type treeReader struct{ depth, nodes, chars int }

func (r *treeReader) read(v Value) (any, *treeError) {
	if r.nodes--; r.nodes < 0 {
		return nil, refuseTree("too many values")
	}
	switch v.Type() {
	case UndefinedType, NullType:
		return nil, nil
	case Boolean:
		return leaf(v.Bool())
	case Number:
		number, err := v.Float()
		if math.IsNaN(number) || math.IsInf(number, 0) {
			return nil, refuseTree(Describe(v) + " is no JSON")
		}
		return leaf(number, err)
	case String:
		return leaf(r.text(v))
	case ObjectType:
		return r.inner(v)
	default:
		return nil, refuseTree(Describe(v) + " is no plain data")
	}
}

func leaf(value any, err error) (any, *treeError) {
	if err != nil {
		return nil, refuseTree(err.Error())
	}
	return value, nil
}

// text measures a string before it copies it.
func (r *treeReader) text(v Value) (string, error) {
	boxed, err := Global().Call("Object", v)
	if err != nil {
		return "", err
	}
	length, err := boxed.Length()
	if err != nil {
		return "", err
	}
	if r.chars -= length; r.chars < 0 {
		return "", errors.New("too much text")
	}
	return v.String()
}

func (r *treeReader) inner(v Value) (any, *treeError) {
	if r.depth--; r.depth < 0 {
		return nil, refuseTree("nested too deeply, or in a circle")
	}
	defer func() { r.depth++ }()
	if isArray(v) {
		return r.array(v)
	}
	plain, err := isPlain(v)
	if err != nil {
		return nil, refuseTree(err.Error())
	}
	if !plain {
		return nil, refuseTree("an object of some class is no plain data")
	}
	return r.object(v)
}

func (r *treeReader) array(v Value) (any, *treeError) {
	length, err := r.length(v)
	if err != nil {
		return nil, err
	}
	items := make([]any, length)
	for i := range items {
		element, failed := v.Index(i)
		if failed != nil {
			return nil, refuseTree(failed.Error()).at("[" + strconv.Itoa(i) + "]")
		}
		if items[i], err = r.read(element); err != nil {
			return nil, err.at("[" + strconv.Itoa(i) + "]")
		}
	}
	return items, nil
}

func (r *treeReader) object(v Value) (any, *treeError) {
	names, failed := objectFunction("keys", v)
	if failed != nil {
		return nil, refuseTree(failed.Error())
	}
	length, err := r.length(names)
	if err != nil {
		return nil, err
	}
	members := make(map[string]any, length)
	for i := range length {
		name, property, failed := r.member(v, names, i)
		if failed != nil {
			return nil, refuseTree(failed.Error()).at("." + name)
		}
		if property.IsUndefined() {
			continue
		}
		if members[name], err = r.read(property); err != nil {
			return nil, err.at("." + name)
		}
	}
	return members, nil
}

func (r *treeReader) member(v, names Value, i int) (name string, property Value, err error) {
	key, err := names.Index(i)
	if err != nil {
		return "", Value{}, err
	}
	if name, err = r.text(key); err != nil {
		return "", Value{}, err
	}
	property, err = get(v, name)
	return name, property, err
}

// length is refused before anything is made of it that takes memory.
func (r *treeReader) length(array Value) (int, *treeError) {
	length, err := array.Length()
	if err != nil {
		return 0, refuseTree(err.Error())
	}
	if length > r.nodes {
		return 0, refuseTree("too many values")
	}
	return length, nil
}

// isPlain takes object literals of any window, and objects without prototype.
func isPlain(v Value) (bool, error) {
	for range 2 {
		prototype, err := objectFunction("getPrototypeOf", v)
		if err != nil {
			return false, err
		}
		if prototype.Type() == NullType {
			return true, nil
		}
		v = prototype
	}
	return false, nil
}

func objectFunction(name string, v Value) (Value, error) {
	return Global().CallPath([]string{"Object", name}, v)
}

// treeError is a problem and the place of it, put together on the way out.
type treeError struct{ place, problem string }

func refuseTree(problem string) *treeError { return &treeError{problem: problem} }

func (e *treeError) at(step string) *treeError {
	return &treeError{place: step + e.place, problem: e.problem}
}

func (e *treeError) Error() string {
	if e.place == "" {
		return e.problem
	}
	return e.place + ": " + e.problem
}
