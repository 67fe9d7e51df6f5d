package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

var (
	configType   = reflect.TypeFor[Config]()
	durationType = reflect.TypeFor[time.Duration]()
)

// A shape compares a file with the Go types, and notes where each field stands.
type shape struct {
	file     *File
	problems []Problem
}

func (s *shape) wrong(path, format string, args ...any) {
	s.problems = append(s.problems, problem(path, format, args...))
}

func (s *shape) check(path string, node ast.Node, want reflect.Type) {
	if s.file.places[path] == nil && path != "" { // an item of a list: fields have theirs
		s.file.places[path] = start(node)
	}
	switch node.Type() {
	case ast.AnchorType, ast.AliasType, ast.MergeKeyType, ast.TagType:
		s.wrong(path, "anchors, aliases and tags are not read: write the value itself")
		return
	case ast.NullType:
		s.wrong(path, "it is empty: give a value, or leave the field out")
		return
	}
	switch {
	case want == durationType:
		s.checkDuration(path, node)
	case want.Kind() == reflect.Struct:
		s.checkStruct(path, node, want)
	case want.Kind() == reflect.Slice:
		s.checkList(path, node, want.Elem())
	case want.Kind() == reflect.Map:
		s.checkMap(path, node)
	case want.Kind() == reflect.String && !oneOf(node, ast.StringType, ast.LiteralType):
		s.wrong(path, "it is no text: give text, in quotes if it looks like something else")
	case want.Kind() == reflect.Bool && node.Type() != ast.BoolType:
		s.wrong(path, "it is neither true nor false: give one of them")
	case want.Kind() == reflect.Int && node.Type() != ast.IntegerType:
		s.wrong(path, "it is no whole number: give one")
	}
}

// start is where a value begins: a mapping's own token is the colon after its first name.
func start(node ast.Node) *token.Position {
	first := node
	switch m := node.(type) {
	case *ast.MappingNode:
		if !m.IsFlowStyle && len(m.Values) > 0 {
			first = m.Values[0].Key
		}
	case *ast.MappingValueNode:
		first = m.Key
	}
	if t := first.GetToken(); t != nil {
		return t.Position
	}
	return nil
}

func oneOf(node ast.Node, types ...ast.NodeType) bool { return slices.Contains(types, node.Type()) }

func (s *shape) checkStruct(path string, node ast.Node, want reflect.Type) {
	known := fieldsOf(want)
	for _, pair := range s.pairs(path, node, "fields and values") {
		name := pair.Key.String()
		field := member(path, name)
		s.file.places[field] = pair.Key.GetToken().Position
		goField, found := known[name]
		if !found {
			s.wrong(field, "there is no such field%s: leave it out, or give one of: %s", similar(name, known), strings.Join(names(want), ", "))
			continue
		}
		s.check(field, pair.Value, goField.Type)
	}
}

func (s *shape) checkList(path string, node ast.Node, want reflect.Type) {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		s.wrong(path, "it is no list: give one, each item on a line of its own that begins with -")
		return
	}
	for i, item := range list.Values {
		s.check(fmt.Sprintf("%s[%d]", path, i), item, want)
	}
}

// checkMap lets any scalar be a value: it is the user's own data.
func (s *shape) checkMap(path string, node ast.Node) {
	for _, pair := range s.pairs(path, node, "names and values") {
		field := member(path, pair.Key.String())
		if oneOf(pair.Value, ast.AnchorType, ast.AliasType, ast.MergeKeyType, ast.TagType) {
			s.wrong(field, "anchors, aliases and tags are not read: write the value itself")
		} else if oneOf(pair.Value, ast.MappingType, ast.MappingValueType) {
			s.checkMap(field, pair.Value)
		} else if list, ok := pair.Value.(*ast.SequenceNode); ok && slices.ContainsFunc(list.Values, func(n ast.Node) bool { return n.Type() == ast.AliasType }) {
			s.wrong(field, "anchors, aliases and tags are not read: write the value itself")
		}
	}
}

// pairs are the members of a mapping; a key that is no plain name is a problem.
func (s *shape) pairs(path string, node ast.Node, what string) []*ast.MappingValueNode {
	var all []*ast.MappingValueNode
	switch m := node.(type) {
	case *ast.MappingNode:
		all = m.Values
	case *ast.MappingValueNode:
		all = []*ast.MappingValueNode{m}
	default:
		s.wrong(path, "it has no %s: give them, as in name: value", what)
	}
	return slices.DeleteFunc(slices.Clone(all), func(pair *ast.MappingValueNode) bool {
		plain := pair.Key.Type() == ast.StringType && pair.Key.GetToken() != nil
		if !plain {
			s.wrong(path, "a field's name is no plain text: anchors, aliases and other keys are not read")
		}
		return !plain
	})
}

func (s *shape) checkDuration(path string, node ast.Node) {
	if oneOf(node, ast.IntegerType, ast.FloatType) {
		s.wrong(path, "it has no unit: give one, as in %ss", node.String())
		return
	}
	text, ok := node.(*ast.StringNode)
	if !ok {
		s.wrong(path, "it is no time: give one with a unit, as in 300s or 12h")
		return
	}
	if _, err := parseDuration(text.Value); err != nil {
		s.wrong(path, "%q is no time: give one with a unit, as in 300s or 12h", text.Value)
	}
}

func member(path, name string) string { return strings.TrimPrefix(path+"."+name, ".") }
