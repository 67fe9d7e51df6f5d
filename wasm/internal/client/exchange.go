package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// grant is what the server gave for a code, every check passed.
type grant struct {
	token    Token
	refresh  refreshable
	noFrame  bool // a refresh: it says nothing of frames and cookies
	claims   oidc.Claims
	skew     int64  // server's clock minus ours, milliseconds
	received int64  // wall clock at mid-flight of the token request
	question string // that may be asked again before the module is there, see early.go
}

// redeem exchanges the code of an answer for tokens and checks them
// (OIDC Core 3.1.3). Nothing is stored before the last check has passed.
func (c *Client) redeem(ctx context.Context, m *oidc.Metadata, answer oidc.AuthorizationResponse, p *proof, a *Authorization) (*grant, error) {
	if err := answer.CheckIssuer(*m); err != nil {
		return nil, err
	}
	if answer.Error != nil {
		return nil, answer.Error
	}
	form := oidc.CodeExchange(c.config.ClientID, a.RedirectURI, answer.Code, p.Verifier)
	got, err := c.askTokens(ctx, m, form, a, refreshable{})
	if err == nil {
		err = got.RequireIDToken()
	}
	if err != nil {
		return nil, err
	}
	return c.accept(ctx, m, got, p)
}

// between is how many milliseconds lie between two instants of one request. A
// clock that was set meanwhile shows on one of the two clocks alone.
func between(from, to deadline.Instant) int64 {
	return max(min(to.Wall-from.Wall, to.Mono-from.Mono), 0)
}

// accept verifies the ID token. The clocks of two machines need not agree, so
// the skew is taken from the iat of the token whose signature has just been
// verified, against local time at mid-flight.
func (c *Client) accept(ctx context.Context, m *oidc.Metadata, tokens *answered, p *proof) (*grant, error) {
	wait.Here()
	midFlight := tokens.midFlight
	jwt, err := oidc.ParseJWT(tokens.IDToken, c.ports.JSON)
	if err != nil {
		return nil, err
	}
	key, err := c.key(ctx, m, jwt.KeyID, jwt.Alg)
	if err != nil {
		return nil, err
	}
	if err := c.ports.Verify(ctx, key, jwt.Alg, jwt.Signed, jwt.Signature); err != nil {
		return nil, &oidc.Error{Code: oidc.IDTokenSignature, Message: "the ID token was not signed by the key that it names", Err: err}
	}
	digest, err := c.ports.Digest(ctx, []byte(tokens.AccessToken))
	if err != nil {
		return nil, err
	}
	expect := oidc.Expectation{
		Issuer:            m.Issuer,
		ClientID:          c.config.ClientID,
		Nonce:             p.Nonce,
		Subject:           p.Subject,
		Refreshed:         p.Subject != "",
		MaxAge:            p.MaxAge,
		Organization:      p.Organization,
		ACRValues:         p.ACRValues,
		AccessTokenDigest: digest,
		Elapsed:           between(midFlight, c.ports.Now()) / 1000,
	}
	if err := jwt.Check(expect); err != nil {
		return nil, err
	}
	issuedAt, _ := jwt.Claims.Seconds("iat")
	skew, err := oidc.Skew(issuedAt, midFlight.Wall)
	if err != nil {
		return nil, err
	}
	token := tokenOf(tokens.TokenResponse)
	token.ExpiresIn -= expect.Elapsed
	return &grant{
		token:    token,
		refresh:  tokens.refresh,
		claims:   jwt.Claims,
		skew:     skew,
		received: midFlight.Wall,
	}, nil
}

func tokenOf(r oidc.TokenResponse) Token {
	return Token{
		AccessToken: r.AccessToken,
		IDToken:     r.IDToken,
		TokenType:   r.TokenType,
		Scope:       r.Scope,
		ExpiresIn:   r.ExpiresIn,
	}
}

// absoluteAt is when a new login will be asked for, on our wall clock: the
// nearer of the configured lifetime and of what the server says by session_expiry
// (OpenID IPSIE); 0 where there is neither. It is computed anew from each ID
// token: one wrong reading of a clock must not last as long as the session.
func (c *Client) absoluteAt(g *grant) int64 {
	if c.config.Session == nil {
		return 0
	}
	issuedAt, _ := g.claims.Seconds("iat")
	end, limited := g.claims.Seconds("session_expiry")
	if authTime, ok := g.claims.Seconds("auth_time"); ok && c.maxAge() > 0 {
		if own := authTime + c.maxAge(); !limited || own < end {
			end, limited = own, true
		}
	}
	if !limited {
		return 0
	}
	return g.received + (end-issuedAt)*1000
}
