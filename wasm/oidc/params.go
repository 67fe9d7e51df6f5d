package oidc

import "strings"

// Param is one parameter of a query or a form.
type Param struct{ Name, Value string }

// Params are parameters in the order in which they are sent. A name may repeat.
type Params []Param

// Get is the first value of name, or "".
func (p Params) Get(name string) string {
	value, _ := p.lookup(name)
	return value
}

// Has tells whether name occurs, be its value empty.
func (p Params) Has(name string) bool {
	_, present := p.lookup(name)
	return present
}

func (p Params) lookup(name string) (value string, present bool) {
	for _, param := range p {
		if param.Name == name {
			return param.Value, true
		}
	}
	return "", false
}

func (p Params) count(name string) int {
	count := 0
	for _, param := range p {
		if param.Name == name {
			count++
		}
	}
	return count
}

// with adds an optional parameter: an empty value is left out.
func (p Params) with(name, value string) Params {
	if value == "" {
		return p
	}
	return append(p, Param{name, value})
}

// extended adds the parameters that p itself does not set, without the refused.
func (p Params) extended(extra Params, refused ...string) Params {
	all := p
	for _, param := range extra {
		allowed := !p.Has(param.Name)
		for _, name := range refused {
			allowed = allowed && param.Name != name
		}
		if allowed {
			all = append(all, param)
		}
	}
	return all
}

// WithParams appends params to an endpoint and keeps the query that it has
// (RFC 6749 3.1). An endpoint has no fragment: [ParseMetadata] refuses those.
func WithParams(endpoint string, params Params) string {
	if len(params) == 0 {
		return endpoint
	}
	separator := "?"
	if strings.HasSuffix(endpoint, "?") || strings.HasSuffix(endpoint, "&") {
		separator = ""
	} else if strings.Contains(endpoint, "?") {
		separator = "&"
	}
	return endpoint + separator + params.Encode()
}
