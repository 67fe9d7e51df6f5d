package client

import (
	"strconv"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// server is what was learned of the authorization server.
type server struct {
	mu        sync.Mutex
	metadata  *oidc.Metadata
	keys      oidc.JWKS
	refetched deadline.Instant // when keys were last fetched for a kid that they lack

	// What is being learned ahead, see learn; closed once it is known, or could not be had.
	metadataAhead, keysAhead <-chan struct{}
}

// requestPatience bounds every request that is not a frame's: ten seconds.
const requestPatience = 10_000

// keysPatience is how long a key set stands before an unknown kid may have it
// fetched anew: one minute, so that a forged kid costs the server nothing.
const keysPatience = 60_000

// learn fetches metadata and keys, once, while a page that may have a session still reads its
// record. Who needs what could not be had asks again, and is told why.
func (c *Client) learn() {
	metadata, keys := make(chan struct{}), make(chan struct{})
	c.server.mu.Lock()
	begun := c.server.metadataAhead != nil
	if !begun {
		c.server.metadataAhead, c.server.keysAhead = metadata, keys
	}
	c.server.mu.Unlock()
	if begun {
		return
	}
	go func() {
		wait.Here()
		defer close(keys)
		m, err := c.fetchMetadata(c.ctx)
		close(metadata)
		if err == nil {
			_, _ = c.fetchKeys(c.ctx, m)
		}
	}()
}

// ahead waits for what learn fetches, if it does.
func (s *server) ahead(ctx context.Context, of func(*server) <-chan struct{}) {
	s.mu.Lock()
	done := of(s)
	s.mu.Unlock()
	if done == nil {
		return
	}
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// metadata gives the server's metadata, fetched once (OIDC Discovery 4). All who
// ask share it, so nobody alters it.
func (c *Client) metadata(ctx context.Context) (*oidc.Metadata, error) {
	c.server.ahead(ctx, func(s *server) <-chan struct{} { return s.metadataAhead })
	c.server.mu.Lock()
	known := c.server.metadata
	c.server.mu.Unlock()
	if known != nil {
		return known, nil
	}
	return c.fetchMetadata(ctx)
}

func (c *Client) fetchMetadata(ctx context.Context) (*oidc.Metadata, error) {
	document := c.config.Metadata
	if document == nil {
		var err error
		if document, err = c.getJSON(ctx, oidc.DiscoveryURL(c.config.Issuer)); err != nil {
			return nil, err
		}
	}
	found, err := oidc.ParseMetadata(c.config.Issuer, document, func(text string) (oidc.URL, error) {
		return c.ports.URL(text, "")
	})
	if err != nil {
		return nil, err
	}
	c.server.mu.Lock()
	c.server.metadata = &found
	c.server.mu.Unlock()
	return &found, nil
}

// key gives the key that a token names. An unknown one has the set fetched
// again, since keys are rotated, but not twice a minute.
func (c *Client) key(ctx context.Context, metadata *oidc.Metadata, keyID, algorithm string) (oidc.JWK, error) {
	c.server.ahead(ctx, func(s *server) <-chan struct{} { return s.keysAhead })
	c.server.mu.Lock()
	keys, refetched := c.server.keys, c.server.refetched
	c.server.mu.Unlock()
	if key, ok := keys.Find(keyID, algorithm); ok {
		return key, nil
	}
	unknown := failure(oidc.IDTokenKey, "no key for the ID token's kid and "+algorithm+" in "+metadata.JWKSURI)
	now := c.ports.Now()
	rotated := keys != nil
	if rotated && !refetched.Zero() && refetched.Elapsed(now) < keysPatience {
		return nil, unknown
	}
	keys, err := c.fetchKeys(ctx, metadata)
	if err != nil {
		return nil, err
	}
	if rotated {
		c.server.mu.Lock()
		c.server.refetched = now
		c.server.mu.Unlock()
	}
	if key, ok := keys.Find(keyID, algorithm); ok {
		return key, nil
	}
	return nil, unknown
}

func (c *Client) fetchKeys(ctx context.Context, metadata *oidc.Metadata) (oidc.JWKS, error) {
	document, err := c.getJSON(ctx, metadata.JWKSURI)
	if err != nil {
		return nil, err
	}
	keys, err := oidc.ParseJWKS(document)
	if err != nil {
		return nil, err
	}
	c.server.mu.Lock()
	c.server.keys = keys
	c.server.mu.Unlock()
	return keys, nil
}

func (c *Client) getJSON(ctx context.Context, url string) (any, error) {
	response, err := c.fetch(ctx, Request{Method: "GET", URL: url, Header: map[string]string{"Accept": "application/json"}})
	if err != nil {
		return nil, err
	}
	if response.Status != 200 {
		return nil, failure(ErrorPage, url+" answered "+strconv.Itoa(response.Status)+" where 200 was expected; is it the issuer's?")
	}
	tree, err := c.ports.JSON(response.Body)
	if err != nil {
		return nil, &oidc.Error{Code: oidc.InvalidMetadata, Message: url + " is not JSON", Err: err}
	}
	return tree, nil
}

// fetch sends a request and tells apart why nothing came back.
func (c *Client) fetch(ctx context.Context, request Request) (Response, error) {
	return c.send(ctx, request.URL, func(ctx context.Context) (Response, error) {
		wait.Here()
		return c.ports.Fetch(ctx, request)
	})
}

func (c *Client) send(ctx context.Context, url string, by func(context.Context) (Response, error)) (Response, error) {
	if !c.ports.Activity.Online() {
		return Response{}, offline()
	}
	bounded, end := c.within(ctx, requestPatience, failure(Timeout, "no answer from "+url+" within 10 seconds"))
	defer end()
	wait.Here()
	response, err := by(bounded)
	switch {
	case err == nil && response.Status >= 500:
		return Response{}, failure(ServerError, url+" answered "+strconv.Itoa(response.Status))
	case err == nil:
		return response, nil
	case bounded.Err() != nil:
		return Response{}, cause(bounded)
	case !c.ports.Activity.Online():
		return Response{}, offline()
	}
	return Response{}, &oidc.Error{
		Code:    Unreachable,
		Message: "no answer from " + url + ": it is down, or it does not allow this origin (CORS, connect-src)",
		Err:     err,
	}
}

func offline() *oidc.Error { return failure(NoNetwork, "the browser has no network") }
