package browser

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// A Request is one that a server of the world was sent.
type Request struct {
	Method string
	Path   string
	Values url.Values // of the query and of a form in the body
	Header http.Header
}

// A recorder keeps each request to a handler, and lets a test put a fault between the two.
type recorder struct {
	handler http.Handler

	mu       sync.Mutex
	fault    func(next http.Handler) http.Handler
	requests []Request
}

func (rec *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // The browser went away in the middle of its request.
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	handler := rec.keep(r, body)
	handler.ServeHTTP(w, r)
}

func (rec *recorder) keep(r *http.Request, body []byte) http.Handler {
	values := r.URL.Query()
	if form, err := url.ParseQuery(string(body)); err == nil && isForm(r) {
		for name, given := range form {
			values[name] = append(values[name], given...)
		}
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.requests = append(rec.requests, Request{Method: r.Method, Path: r.URL.Path, Values: values, Header: r.Header.Clone()})
	if rec.fault != nil {
		return rec.fault(rec.handler)
	}
	return rec.handler
}

func isForm(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/x-www-form-urlencoded"
}

func (rec *recorder) setFault(fault func(next http.Handler) http.Handler) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.fault = fault
}

// find returns the requests that fit "METHOD /path" and all conditions, oldest first.
func (rec *recorder) find(pattern string, conditions []func(url.Values) bool) []Request {
	method, path, _ := strings.Cut(pattern, " ")
	rec.mu.Lock()
	defer rec.mu.Unlock()
	var found []Request
	for _, request := range rec.requests {
		if request.Method == method && request.Path == path && meets(request.Values, conditions) {
			found = append(found, request)
		}
	}
	return found
}

// all returns every request, oldest first.
func (rec *recorder) all() []Request {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return slices.Clone(rec.requests)
}

func meets(values url.Values, conditions []func(url.Values) bool) bool {
	for _, holds := range conditions {
		if !holds(values) {
			return false
		}
	}
	return true
}
