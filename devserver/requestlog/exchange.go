package requestlog

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxCapture bounds what is kept of a body while its request is served, in bytes. No endpoint reads more.
const maxCapture = 1 << 20

// An exchange is a request and its answer, as far as they have come.
type exchange struct {
	id      string
	request *http.Request // as it came: handlers may have changed theirs
	body    captured
	answer  *answer
}

// captured is what has been read of a body. Reader and log may be two goroutines.
type captured struct {
	mu sync.Mutex
	b  []byte
}

func (c *captured) add(p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.b = append(c.b, p[:min(len(p), maxCapture-len(c.b))]...)
}

func (c *captured) bytes() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.Clone(c.b)
}

type capturedBody struct {
	io.ReadCloser
	into *captured
}

func (c *capturedBody) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.into.add(p[:n])
	return n, err
}

// params are those of query and body.
func (e *exchange) params() url.Values {
	params := url.Values{}
	add := func(more url.Values) {
		for name, values := range more {
			params[name] = append(params[name], values...)
		}
	}
	add(e.request.URL.Query())
	mediaType, _, _ := mime.ParseMediaType(e.request.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		form, _ := url.ParseQuery(string(e.body.bytes())) // what can be parsed of it
		add(form)
	case "application/json":
		add(stringsOf(e.body.bytes()))
	}
	return params
}

// stringsOf are the members of a JSON object that are strings.
func stringsOf(raw []byte) url.Values {
	var object map[string]any
	_ = json.Unmarshal(raw, &object) // what is no object has none
	found := url.Values{}
	for name, value := range object {
		if text, ok := value.(string); ok {
			found.Set(name, text)
		}
	}
	return found
}

const hidden = "[hidden]"

// attrs describe the exchange in the line of its own.
func (e *exchange) attrs(secrets bool, took time.Duration) []slog.Attr {
	params := e.params()
	for name, values := range params {
		if !secrets && !slices.Contains(harmless, name) {
			params[name] = slices.Repeat([]string{hidden}, len(values))
		}
	}
	attrs := []slog.Attr{
		slog.String("method", e.request.Method), slog.String("path", e.request.URL.Path),
		slog.String("params", unescaped(params)),
		slog.Int("status", e.answer.status), slog.String("took", took.String()),
	}
	if !secrets {
		return attrs
	}
	header := e.answer.Header()
	for _, of := range []struct{ name, value string }{
		{"cookie", e.request.Header.Get("Cookie")}, {"authorization", e.request.Header.Get("Authorization")},
		{"location", header.Get("Location")}, {"set_cookie", strings.Join(header.Values("Set-Cookie"), ", ")},
		{"answer", string(e.answer.body.bytes())},
	} {
		if of.value != "" {
			attrs = append(attrs, slog.String(of.name, of.value))
		}
	}
	return attrs
}

// unescaped is for a person's eyes: %3A and %2F only make a URL unreadable.
func unescaped(params url.Values) string {
	text, err := url.QueryUnescape(params.Encode())
	if err != nil { // Encode's own output can always be read
		return hidden
	}
	return text
}

// An answer notes the status, and a JSON body if it is to be kept.
type answer struct {
	http.ResponseWriter
	status int
	keep   bool
	body   captured
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 { // 1xx are not the answer yet
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if a.keep && strings.HasPrefix(a.Header().Get("Content-Type"), "application/json") {
		a.body.add(p)
	}
	return a.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach what is below; Flush is for those who ask for an http.Flusher.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) Flush() { _ = http.NewResponseController(a.ResponseWriter).Flush() }
