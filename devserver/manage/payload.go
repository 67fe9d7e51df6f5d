package manage

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/mail"
	"slices"
	"strings"
)

// A payload is a JSON object that is read property by property. The first problem sticks; done returns it, or names what
// was not read.
type payload struct {
	left map[string]json.RawMessage
	path string // of the object within the body, with a trailing dot
	err  error
}

func invalid(format string, args ...any) error {
	return fail(http.StatusBadRequest, "invalid_body", "Payload validation error: %s", fmt.Sprintf(format, args...))
}

func read(r *http.Request) *payload {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return &payload{err: fail(http.StatusRequestEntityTooLarge, "", "The payload is longer than %d bytes", maxBody)}
	}
	return parse(raw, "")
}

func parse(raw json.RawMessage, path string) *payload {
	p := &payload{path: path}
	if err := json.Unmarshal(raw, &p.left); err != nil || p.left == nil {
		p.err = invalid("'Expected type object but found type %s'%s", typeOf(raw), on(strings.TrimSuffix(path, ".")))
	}
	return p
}

func on(property string) string {
	if property == "" {
		return ""
	}
	return " on property " + property
}

// done returns the first problem. What nobody asked for is none of the mock's properties.
func (p *payload) done() error {
	if p.err == nil && len(p.left) > 0 {
		p.err = invalid("'Additional properties not allowed: %s'%s", strings.Join(slices.Sorted(maps.Keys(p.left)), ","), on(strings.TrimSuffix(p.path, ".")))
	}
	return p.err
}

func (p *payload) has(name string) bool { _, found := p.left[name]; return found }

func (p *payload) require(names ...string) {
	for _, name := range names {
		if p.err == nil && !p.has(name) {
			p.err = invalid("'Missing required property: %s'", name)
		}
	}
}

// property reads one into v, if it is there. It tells whether it did.
func (p *payload) property(name, wanted string, v any) bool {
	raw, found := p.left[name]
	if !found || p.err != nil {
		return false
	}
	delete(p.left, name)
	if typeOf(raw) == "null" || json.Unmarshal(raw, v) != nil {
		p.err = invalid("'Expected type %s but found type %s'%s", wanted, typeOf(raw), on(p.path+name))
		return false
	}
	return true
}

func (p *payload) string(name string, v *string) bool    { return p.property(name, "string", v) }
func (p *payload) bool(name string, v *bool) bool        { return p.property(name, "boolean", v) }
func (p *payload) strings(name string, v *[]string) bool { return p.property(name, "array", v) }

func (p *payload) oneOf(name string, v *string, allowed ...string) bool {
	if !p.string(name, v) {
		return false
	}
	if !slices.Contains(allowed, *v) {
		p.err = invalid("'No enum match for: %s'%s", *v, on(p.path+name))
		return false
	}
	return true
}

func (p *payload) email(name string, v *string) bool {
	if !p.string(name, v) {
		return false
	}
	if address, err := mail.ParseAddress(*v); err != nil || address.Address != *v {
		p.err = invalid("'Object didn't pass validation for format email: %s'%s", *v, on(p.path+name))
		return false
	}
	return true
}

func (p *payload) number(name string, v *float64, atLeast, atMost float64) bool {
	if !p.property(name, "number", v) {
		return false
	}
	switch {
	case *v < atLeast:
		p.err = invalid("'Value %v is less than minimum %v'%s", *v, atLeast, on(p.path+name))
	case *v > atMost:
		p.err = invalid("'Value %v is greater than maximum %v'%s", *v, atMost, on(p.path+name))
	}
	return p.err == nil
}

func (p *payload) integer(name string, v *int64, atLeast, atMost int64) bool {
	var number float64
	if !p.number(name, &number, float64(atLeast), float64(atMost)) {
		return false
	}
	if number != math.Trunc(number) {
		p.err = invalid("'Expected type integer but found type number'%s", on(p.path+name))
		return false
	}
	*v = int64(number)
	return true
}

// object hands a property that is an object to read, which takes all of it.
func (p *payload) object(name string, read func(*payload)) bool {
	raw, found := p.left[name]
	if !found || p.err != nil {
		return false
	}
	delete(p.left, name)
	inner := parse(raw, p.path+name+".")
	if inner.err == nil {
		read(inner)
	}
	p.err = inner.done()
	return p.err == nil
}

func typeOf(raw json.RawMessage) string {
	switch text := strings.TrimSpace(string(raw)); {
	case text == "":
		return "undefined"
	case text == "null":
		return "null"
	case text == "true" || text == "false":
		return "boolean"
	case text[0] == '"':
		return "string"
	case text[0] == '[':
		return "array"
	case text[0] == '{':
		return "object"
	case strings.ContainsAny(text, ".eE"):
		return "number"
	}
	return "integer"
}
