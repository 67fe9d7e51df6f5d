//go:build js

package modal

import "github.com/spa-session/spa-session/wasm/internal/jsx"

// dom does small things to a page and keeps the first that was refused: whatever
// follows it is left out, so that a row of steps reads as one and fails as one.
type dom struct {
	document jsx.Value
	err      error
}

func newDOM() (*dom, error) {
	document, err := jsx.Global().Get("document")
	return &dom{document: document}, err
}

// take is the failure since the last take.
func (d *dom) take() error {
	err := d.err
	d.err = nil
	return err
}

func (d *dom) keep(v jsx.Value, err error) jsx.Value {
	d.err = err
	return v
}

func (d *dom) get(v jsx.Value, path ...string) jsx.Value {
	if d.err != nil {
		return jsx.Value{}
	}
	return d.keep(v.Get(path...))
}

func (d *dom) set(v jsx.Value, name string, x any) {
	if d.err == nil {
		d.err = v.Set(name, x)
	}
}

func (d *dom) call(v jsx.Value, method string, args ...any) jsx.Value {
	if d.err != nil {
		return jsx.Value{}
	}
	return d.keep(v.Call(method, args...))
}

// is reads a property that is true or false; without one it is false.
func (d *dom) is(v jsx.Value, path ...string) bool { return d.bool(d.get(v, path...)) }

// answers calls a method that answers true or false.
func (d *dom) answers(v jsx.Value, method string, args ...any) bool {
	return d.bool(d.call(v, method, args...))
}

func (d *dom) bool(v jsx.Value) bool {
	if d.err != nil || v.IsMissing() {
		return false
	}
	var yes bool
	yes, d.err = v.Bool()
	return yes
}

// string reads a property that is text; without one it is "".
func (d *dom) string(v jsx.Value, path ...string) string {
	text := d.get(v, path...)
	if d.err != nil || text.IsMissing() {
		return ""
	}
	var s string
	s, d.err = text.String()
	return s
}

// attribute sets an attribute; "" removes it.
func (d *dom) attribute(v jsx.Value, name, value string) {
	if value == "" {
		d.call(v, "removeAttribute", name)
		return
	}
	d.call(v, "setAttribute", name, value)
}

// element makes an element with the given attributes, in pairs of name and value.
func (d *dom) element(tag string, attributes ...string) jsx.Value {
	v := d.call(d.document, "createElement", tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		d.attribute(v, attributes[i], attributes[i+1])
	}
	return v
}

// query is the first element that a selector finds; null or undefined if none.
func (d *dom) query(selector string) jsx.Value { return d.call(d.document, "querySelector", selector) }
