package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// maxFile bounds a configuration file, in bytes.
const maxFile = 1 << 20

// A File knows where each field of a configuration stands.
type File struct {
	Name string

	places map[string]*token.Position // by path
}

// Read puts what the YAML says over into; what it leaves out stays. It sees the shape alone: Config.Validate sees the
// values, and Explain gives its problems a place. On an error nothing has changed.
func Read(name string, raw []byte, into *Config) (*File, error) {
	f := &File{Name: name, places: map[string]*token.Position{}}
	if len(raw) > maxFile {
		return nil, fmt.Errorf("%s: longer than %d bytes: that is no configuration", name, maxFile)
	}
	parsed, err := parser.ParseBytes(raw, 0)
	if err != nil {
		return nil, f.syntax(err)
	}
	docs := slices.DeleteFunc(parsed.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil || d.Body.Type() == ast.CommentType })
	if len(docs) == 0 {
		return f, nil
	}
	if len(docs) > 1 {
		return nil, fmt.Errorf("%s: %d documents: give one alone, without ---", name, len(docs))
	}
	shape := shape{file: f}
	shape.check("", docs[0].Body, configType)
	if len(shape.problems) > 0 {
		return nil, f.Explain(join(shape.problems))
	}
	read := *into
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict(), yaml.CustomUnmarshaler(unmarshalDuration)).Decode(&read); err != nil {
		return nil, f.syntax(err)
	}
	*into = read
	return f, nil
}

// Explain gives problems their place in the file: line and column of the field, or of the nearest one around it. A
// field that the file does not have keeps its name alone. It works on a nil File, too.
func (f *File) Explain(err error) error {
	if f == nil || err == nil {
		return err
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	placed := make([]error, len(all))
	for i, err := range all {
		placed[i] = f.place(err)
	}
	return errors.Join(placed...)
}

func (f *File) place(err error) error {
	var p Problem
	if !errors.As(err, &p) {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	for path := p.Field; path != ""; path = path[:max(0, strings.LastIndexAny(path, ".["))] {
		if at := f.places[path]; at != nil {
			return fmt.Errorf("%s:%d:%d: %w", f.Name, at.Line, at.Column, p)
		}
	}
	return fmt.Errorf("%s: %w", f.Name, p)
}

// syntax places what the YAML library refuses.
func (f *File) syntax(err error) error {
	var refused yaml.Error
	if !errors.As(err, &refused) || refused.GetToken() == nil {
		return fmt.Errorf("%s: %w", f.Name, err)
	}
	at := refused.GetToken().Position
	return fmt.Errorf("%s:%d:%d: no YAML: %s", f.Name, at.Line, at.Column, cmp.Or(refused.GetMessage(), "it cannot be read"))
}
