package authserver

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A Request is one that the server was sent, as a test may want to see it: parameters and all. It holds secrets.
type Request struct {
	Number   int       // of those recorded since the start, from 1 on
	Time     time.Time // by the server's clock
	Method   string
	Path     string
	ClientID string     // "" if it named none
	Sub      string     // of the user that it is for; "" if it does not tell
	Params   url.Values // of query and body
	Header   http.Header
	Status   int // of the answer; 0 while it is being made, or if it was dropped
	email    string
}

// A recorder keeps the latest requests, oldest first.
type recorder struct {
	mu    sync.Mutex
	limit int
	last  int // the number of the latest
	list  []*Request
	added chan struct{} // closed and replaced whenever an answer is complete
}

func newRecorder(limit int) *recorder { return &recorder{limit: limit, added: make(chan struct{})} }

func (rec *recorder) begin(r *Request) {
	if rec.limit == 0 {
		return
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	rec.last++
	r.Number = rec.last
	rec.list = append(rec.list, r)
	rec.list = rec.list[max(0, len(rec.list)-rec.limit):]
}

func (rec *recorder) end(r *Request, status int) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	r.Status = status
	close(rec.added)
	rec.added = make(chan struct{})
}

func (rec *recorder) find(match func(Request) bool) (found []Request, changed <-chan struct{}) {
	rec.mu.Lock()
	defer rec.mu.Unlock()
	for _, r := range rec.list {
		if match(*r) {
			found = append(found, *r)
		}
	}
	return found, rec.added
}

// Requests returns the recorded requests to a path, oldest first; "" is any path. Config.RecordRequests says how many
// are kept.
func (s *Server) Requests(path string) []Request {
	found, _ := s.recorder.find(func(r Request) bool { return path == "" || r.Path == path })
	return found
}

// WaitForRequest returns the first recorded request that matches and has been answered, as soon as there is one.
func (s *Server) WaitForRequest(ctx context.Context, match func(Request) bool) (Request, error) {
	for {
		found, changed := s.recorder.find(func(r Request) bool { return r.Status != 0 && match(r) })
		if len(found) > 0 {
			return found[0], nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Request{}, ctx.Err()
		}
	}
}

// describeRequest reads a request without using up its body.
func (s *Server) describeRequest(r *http.Request) *Request {
	seen := &Request{Time: s.now(), Method: r.Method, Path: r.URL.Path, Params: r.URL.Query(), Header: r.Header.Clone()}
	raw, err := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if err != nil { // too long, or cut off: the handler must meet the same error
		r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(raw), failingReader{err}))
		return seen
	}
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		if form, err := url.ParseQuery(string(raw)); err == nil {
			for name, values := range form {
				seen.Params[name] = append(seen.Params[name], values...)
			}
		}
	case "application/json":
		var body map[string]any
		if json.Unmarshal(raw, &body) == nil {
			for name, value := range body {
				if text, ok := value.(string); ok {
					seen.Params.Add(name, text)
				}
			}
		}
	}
	seen.ClientID = seen.Params.Get("client_id")
	if user, _, ok := basicCredentials(r); ok && strings.HasPrefix(seen.Path, "/oauth/") {
		seen.ClientID = user
	}
	return seen
}

type failingReader struct{ err error }

func (f failingReader) Read([]byte) (int, error) { return 0, f.err }
