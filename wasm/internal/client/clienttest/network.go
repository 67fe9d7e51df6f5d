package clienttest

import (
	standard "context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
)

// Network leads requests to handlers by origin, without sockets: inside a
// synctest bubble those would keep time from moving.
type Network struct {
	mu       sync.Mutex
	handlers map[string]http.Handler
	down     bool
}

// ErrDown is what a request gets while the network or its server is gone.
var ErrDown = errors.New("clienttest: connection refused")

// Serve has handler answer for origin; nil takes the server away.
func (n *Network) Serve(origin string, handler http.Handler) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.handlers == nil {
		n.handlers = map[string]http.Handler{}
	}
	n.handlers[origin] = handler
}

// SetDown takes the network away, or gives it back.
func (n *Network) SetDown(down bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.down = down
}

// RoundTrip serves a request in place.
func (n *Network) RoundTrip(r *http.Request) (*http.Response, error) {
	n.mu.Lock()
	handler, down := n.handlers[r.URL.Scheme+"://"+r.URL.Host], n.down
	n.mu.Unlock()
	if handler == nil || down {
		return nil, ErrDown
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	served.RequestURI = r.URL.RequestURI()
	served.Host = r.URL.Host
	served.RemoteAddr = "127.0.0.1:50000"
	if served.Body == nil {
		served.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, served)
	if err := r.Context().Err(); err != nil {
		return nil, err // the caller gave up while the handler was at work
	}
	response := recorder.Result()
	response.Request = r
	return response, nil
}

// fetch is the port Fetch of a page on origin: no cookies, no redirects, and
// CORS as browsers have it for the answers that our server gives.
func (n *Network) fetch(ctx context.Context, origin string, request client.Request) (client.Response, error) {
	response, _, err := n.fetchWithNonce(ctx, origin, request)
	return response, err
}

// fetchWithNonce also tells the header DPoP-Nonce (RFC 9449 8).
func (n *Network) fetchWithNonce(ctx context.Context, origin string, request client.Request) (client.Response, string, error) {
	r, err := http.NewRequestWithContext(forHTTP(ctx), request.Method, request.URL, strings.NewReader(request.Body))
	if err != nil {
		return client.Response{}, "", err
	}
	for name, value := range request.Header {
		r.Header.Set(name, value)
	}
	r.Header.Set("Origin", origin)
	r.Header.Set("Sec-Fetch-Site", "same-site")
	response, err := n.RoundTrip(r)
	if err != nil {
		return client.Response{}, "", err
	}
	if response.StatusCode >= 300 && response.StatusCode < 400 {
		return client.Response{}, "", errors.New("clienttest: a redirect, where fetch takes none")
	}
	if allowed := response.Header.Get("Access-Control-Allow-Origin"); allowed != "*" && allowed != origin {
		return client.Response{}, "", errors.New("clienttest: CORS: " + origin + " is not allowed to read " + request.URL)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, client.MaxBody+1))
	if err == nil && len(body) > client.MaxBody {
		err = errors.New("clienttest: the body is too large")
	}
	return client.Response{Status: response.StatusCode, Body: string(body)}, response.Header.Get("DPoP-Nonce"), err
}

// forHTTP is ctx as net/http takes it.
func forHTTP(ctx context.Context) standard.Context {
	return httpContext{standard.Background(), ctx}
}

type httpContext struct {
	standard.Context
	ours context.Context
}

func (c httpContext) Done() <-chan struct{} { return c.ours.Done() }
func (c httpContext) Err() error            { return c.ours.Err() }

// originOf is the origin of a URL.
func originOf(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
