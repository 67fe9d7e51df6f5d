package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// refreshable is a refresh token that was granted.
type refreshable struct {
	token string // "" where a keeper has it
	scope string // that it is good for
}

// answered is what the token endpoint gave, nothing of it checked yet.
type answered struct {
	oidc.TokenResponse
	refresh   refreshable      // scope "" if none came
	midFlight deadline.Instant // half way between request and answer
}

// askTokens sends a token request. held is the refresh token that goes along,
// if the form is of a refresh.
func (c *Client) askTokens(ctx context.Context, m *oidc.Metadata, form oidc.Params, a *Authorization, held refreshable) (*answered, error) {
	sent := c.ports.Now()
	answer, err := c.postTokens(ctx, m, KeeperRequest{Name: a.Audience, Form: form}, held)
	if err != nil {
		return nil, err
	}
	received := c.ports.Now()
	got := &answered{midFlight: received.Ago(max(between(sent, received)/2, answer.Age))}
	body, err := c.ports.JSON(answer.Body)
	if err != nil {
		return nil, &oidc.Error{Code: oidc.InvalidResponse, Message: "the token endpoint's answer is not JSON", Err: err}
	}
	got.TokenResponse, err = oidc.ParseTokenResponse(answer.Status, body)
	if err == nil {
		err = got.RequireType(c.tokenType())
	}
	if err != nil {
		return nil, err
	}
	if c.config.Refresh != nil && (answer.Kept || got.RefreshToken != "" || held.token != "") {
		got.refresh = refreshable{token: got.RefreshToken, scope: a.Scope}
		if got.RefreshToken == "" {
			got.refresh.token = held.token // a server that does not rotate sends none (RFC 6749 6)
		}
		if held.scope != "" {
			got.refresh.scope = held.scope // narrower was asked for; the token is good for as much as before
		} else if got.Scope != "" {
			got.refresh.scope = got.Scope
		}
	}
	return got, nil
}

func (c *Client) tokenType() string {
	if c.config.DPoP {
		return oidc.DPoP
	}
	return oidc.Bearer
}

// postTokens sends a form to the token endpoint, or to where its request says.
// Nothing is ever sent twice: a refresh token that has reached the server may
// have been rotated.
func (c *Client) postTokens(ctx context.Context, m *oidc.Metadata, request KeeperRequest, held refreshable) (answer KeeperAnswer, err error) {
	if c.config.Refresh == nil && !c.config.DPoP {
		answer.Response, err = c.fetch(ctx, Request{
			Method: "POST",
			URL:    request.url(m),
			Header: map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
			Body:   request.Form.Encode(),
		})
		return answer, err
	}
	if err := c.rest(ctx); err != nil {
		return answer, err
	}
	return c.postByKeeper(ctx, m, &request, held.token)
}

//go:noinline
func (c *Client) postByKeeper(ctx context.Context, m *oidc.Metadata, request *KeeperRequest, token string) (answer KeeperAnswer, err error) {
	part.Here()
	if token != "" {
		name := "refresh_token"
		if request.Revoke {
			name = "token"
		}
		request.Form = append(request.Form, oidc.Param{Name: name, Value: token})
	}
	keeper, err := c.keeper(ctx, m)
	if err != nil {
		return answer, err
	}
	request.At = (c.ports.Now().Wall + look(c, func(s *state) int64 { return s.skew })) / 1000
	_, err = c.send(ctx, request.url(m), func(ctx context.Context) (Response, error) {
		part.Here()
		wait.Here()
		answer, err = keeper.Ask(ctx, *request)
		return answer.Response, err
	})
	return answer, err
}

func (r KeeperRequest) url(m *oidc.Metadata) string {
	switch {
	case r.Revoke:
		return m.RevocationEndpoint
	case r.Push:
		return m.PushEndpoint
	}
	return m.TokenEndpoint
}

// keeper opens the keeper of the refresh tokens where there is none yet. It is
// code that is loaded when it is wanted.
//
//go:noinline
func (c *Client) keeper(ctx context.Context, m *oidc.Metadata) (*Keeper, error) {
	part.Here()
	c.mu.Lock()
	kept := c.holder
	c.mu.Unlock()
	if kept != nil {
		return kept, nil
	}
	wait.Here()
	fresh, err := c.ports.Keeper(ctx, KeeperSetup{
		TokenEndpoint:      m.TokenEndpoint,
		RevocationEndpoint: m.RevocationEndpoint,
		PushEndpoint:       m.PushEndpoint,
		ClientID:           c.config.ClientID,
		DPoP:               c.config.DPoP,
		Open:               c.config.Cache != nil,
	})
	switch {
	case ctx.Err() != nil:
		return nil, cause(ctx)
	case err != nil && !c.ports.Activity.Online():
		return nil, offline()
	case err != nil:
		return nil, &oidc.Error{Code: Unreachable, Message: "what keeps refresh tokens and keys was not loaded; is all of the package served?", Err: err}
	case c.config.DPoP && fresh.Thumbprint == "":
		fresh.Close()
		return nil, failure(StorageUnavailable, "the key that tokens are bound to cannot be kept; does the browser allow IndexedDB?")
	}
	if fresh.InPage != "" {
		c.log(string(WorkerUnavailable) + ": refresh tokens are held in the page's memory: " + fresh.InPage)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.holder == nil {
		c.holder = fresh
	} else {
		fresh.Close() // another request was as quick
	}
	return c.holder, nil
}

// closeKeeper forgets the refresh tokens that a keeper holds. The caller holds the lock.
func (c *Client) closeKeeper() {
	if c.holder != nil {
		c.holder.Close()
		c.holder = nil
	}
}
