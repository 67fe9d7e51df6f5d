package requestlog

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// Header carries the id, in requests and in answers.
const Header = "X-Request-Id"

// maxID bounds an id that a client or a proxy has chosen, in bytes.
const maxID = 64

// Config says what is logged of requests. The zero value of each field chooses its default.
type Config struct {
	// Log should have a handler of NewHandler; nil is silence.
	Log *slog.Logger
	// Requests logs each request when it has been answered.
	Requests bool
	// Secrets shows what is hidden else, and the answers that carry tokens.
	Secrets bool
	// Now measures how long an answer took; nil is time.Now.
	Now func() time.Time
	// NewID makes ids; nil is 130 random bits.
	NewID func() string
}

type contextKey struct{}

// Wrap serves next with an id for each request. A panic of next is logged with it and answered by 500; only
// http.ErrAbortHandler goes on to net/http.
func Wrap(next http.Handler, cfg Config) http.Handler {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.NewID == nil {
		cfg.NewID = rand.Text
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := cfg.Now()
		id := r.Header.Get(Header)
		if !wellFormed(id) {
			id = cfg.NewID()
		}
		w.Header().Set(Header, id)
		seen := &exchange{id: id, request: r, answer: &answer{ResponseWriter: w, keep: cfg.Secrets}}
		r = r.WithContext(context.WithValue(r.Context(), contextKey{}, seen))
		if r.Body != nil {
			r.Body = &capturedBody{ReadCloser: r.Body, into: &seen.body}
		}
		defer func() {
			cause := recover()
			if cause != nil && cause != http.ErrAbortHandler {
				cfg.Log.ErrorContext(r.Context(), "internal error", "path", r.URL.Path, "cause", cause, "stack", string(debug.Stack()))
				if seen.answer.status == 0 {
					http.Error(seen.answer, "server_error: the server failed; its log says why", http.StatusInternalServerError)
				}
				cause = nil
			}
			if cfg.Requests {
				cfg.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", seen.attrs(cfg.Secrets, cfg.Now().Sub(began))...)
			}
			if cause != nil {
				panic(cause)
			}
		}()
		next.ServeHTTP(seen.answer, r)
	})
}

func wellFormed(id string) bool {
	for _, c := range []byte(id) {
		letterOrDigit := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letterOrDigit && c != '-' && c != '_' && c != '.' && c != ':' {
			return false
		}
	}
	return id != "" && len(id) <= maxID
}
