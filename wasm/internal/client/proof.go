package client

import (
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/text"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// proof is what one authorization request keeps to itself until its answer
// comes: nothing of it may be guessed, and none of it is used twice.
type proof struct {
	State    string
	Nonce    string
	Verifier string
	MaxAge   int64 // seconds that the login may lie back; -1: as long as it likes

	Subject      string // of a refresh: whose ID token may come; "" of a login
	Organization string // that was asked for, "" if none was
	ACRValues    string // that an interactive login was asked for
}

func (c *Client) newProof() proof {
	random := c.ports.Random(96)
	return proof{
		State:    oidc.RandomString(random[:32]),
		Nonce:    oidc.RandomString(random[32:64]),
		Verifier: oidc.RandomString(random[64:]),
		MaxAge:   -1,
	}
}

// request builds the authorization request that p belongs to.
func (c *Client) request(ctx context.Context, m *oidc.Metadata, p *proof, a *Authorization) (*oidc.AuthorizationRequest, error) {
	wait.Here()
	key := ""
	if c.config.DPoP {
		if err := c.rest(ctx); err != nil {
			return nil, err
		}
		keeper, err := c.keeper(ctx, m)
		if err != nil {
			return nil, err
		}
		key = keeper.Thumbprint
	}
	p.Organization, p.ACRValues = a.Extra.Get("organization"), a.Extra.Get("acr_values")
	digest, err := c.ports.Digest(ctx, []byte(p.Verifier))
	if err != nil {
		return nil, err
	}
	return &oidc.AuthorizationRequest{
		ClientID:      c.config.ClientID,
		RedirectURI:   a.RedirectURI,
		Scope:         a.Scope,
		Audience:      a.Audience,
		State:         p.State,
		Nonce:         p.Nonce,
		CodeChallenge: oidc.Challenge(digest),
		DPoPKey:       key,
		Extra:         c.withMaxAge(p, a.Extra),
	}, nil
}

// withMaxAge has the smaller of what the call and what the app's own absolute
// lifetime ask for sent, and remembers it: the answer is held to it.
func (c *Client) withMaxAge(p *proof, extra oidc.Params) oidc.Params {
	if age := c.maxAge(); age > 0 {
		p.MaxAge = age
	}
	sent := oidc.Params{}
	for _, param := range extra {
		if param.Name != "max_age" {
			sent = append(sent, param)
		} else if age, ok := text.Whole(param.Value); ok && (p.MaxAge < 0 || age < p.MaxAge) {
			p.MaxAge = age
		}
	}
	if p.MaxAge >= 0 {
		sent = append(sent, oidc.Param{Name: "max_age", Value: strconv.FormatInt(p.MaxAge, 10)})
	}
	return sent
}

// maxAge is sent with every request where an absolute lifetime is configured:
// it makes the server tell auth_time, and keeps a login from landing in an
// older session than this app allows. Seconds; 0: not asked.
func (c *Client) maxAge() int64 {
	return c.Lifetimes().Absolute / 1000
}

// with is what a call asks for, filled up with what every request carries.
func (a Authorization) with(common Authorization) Authorization {
	if a.RedirectURI == "" {
		a.RedirectURI = common.RedirectURI
	}
	if a.Scope == "" {
		a.Scope = common.Scope
	}
	if a.Audience == "" {
		a.Audience = common.Audience
	}
	a.Scope = oidc.Scopes(a.Scope)
	if hasOffline(common.Scope) && !hasOffline(a.Scope) {
		a.Scope += " " + offlineAccess
	}
	for _, p := range common.Extra {
		if !a.Extra.Has(p.Name) {
			a.Extra = append(a.Extra, p)
		}
	}
	return a
}
