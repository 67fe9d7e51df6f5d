package authserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// provider is what this server needs of an identity provider's metadata (OIDC Discovery 1.0 section 3).
type provider struct {
	Issuer                string `json:"issuer"`
	AuthorizationEndpoint string `json:"authorization_endpoint"`
	TokenEndpoint         string `json:"token_endpoint"`
	UserinfoEndpoint      string `json:"userinfo_endpoint"`
	EndSessionEndpoint    string `json:"end_session_endpoint"` // may be empty
}

func (s *Server) discover(ctx context.Context, connection Connection) (provider, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, connection.Issuer+strings.TrimPrefix(discoveryPath, "/"), nil)
	if err != nil {
		return provider{}, err
	}
	var p provider
	if err := s.askUpstream(req, &p); err != nil {
		return provider{}, err
	}
	if p.Issuer != connection.Issuer {
		return provider{}, fmt.Errorf("authserver: the metadata at %s is of issuer %q", connection.Issuer, p.Issuer)
	}
	return p, nil
}

// redeemUpstream exchanges the provider's code and asks for the user. The answer comes over the connection that this
// server has opened itself, so no ID token is needed to believe it (OIDC Core section 3.1.3.7, number 6).
func (s *Server) redeemUpstream(ctx context.Context, connection Connection, query url.Values) (shownIdentity, error) {
	if query.Get("code") == "" {
		return shownIdentity{}, fmt.Errorf("authserver: the provider answered %q: %s", query.Get("error"), query.Get("error_description"))
	}
	p, err := s.discover(ctx, connection)
	if err != nil {
		return shownIdentity{}, err
	}
	form := url.Values{
		"grant_type": {grantCode}, "code": {query.Get("code")}, "redirect_uri": {s.base + upstreamPath},
		"client_id": {connection.ClientID}, "client_secret": {connection.ClientSecret},
		"code_verifier": {upstreamVerifier(query.Get("state"))},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.TokenEndpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return shownIdentity{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var tokens tokenResponse
	if err := s.askUpstream(req, &tokens); err != nil {
		return shownIdentity{}, err
	}
	if req, err = http.NewRequestWithContext(ctx, http.MethodGet, p.UserinfoEndpoint, nil); err != nil {
		return shownIdentity{}, err
	}
	req.Header.Set("Authorization", "Bearer "+tokens.AccessToken)
	var info upstreamUser
	if err := s.askUpstream(req, &info); err != nil {
		return shownIdentity{}, err
	}
	if info.Sub == "" || info.Email == "" {
		return shownIdentity{}, errors.New("authserver: the provider's userinfo lacks sub or email")
	}
	who := shownIdentity{
		user:       User{Sub: connection.Name + "|" + info.Sub, Email: info.Email, Name: info.Name},
		connection: connection.Name,
	}
	if info.SessionExpiry != 0 {
		who.notAfter = time.Unix(info.SessionExpiry, 0)
		if !s.now().Before(who.notAfter) {
			return shownIdentity{}, errors.New("authserver: the provider's session_expiry has passed already")
		}
	}
	return who, nil
}

// upstreamUser is a provider's userinfo.
type upstreamUser struct {
	Sub   string `json:"sub"`
	Name  string `json:"name"`
	Email string `json:"email"`
	// SessionExpiry is when the provider's own session ends, in seconds since 1970: no session here shall outlive it
	// (OpenID IPSIE, session_expiry). 0: it did not say.
	SessionExpiry int64 `json:"session_expiry"`
}

// askUpstream reads a JSON answer. Its errors name the URL without its query, and never the body.
func (s *Server) askUpstream(req *http.Request, v any) error {
	resp, err := s.cfg.HTTPClient.Do(req)
	if err != nil {
		return fmt.Errorf("authserver: the identity provider cannot be reached: %w", err)
	}
	defer resp.Body.Close()
	where := req.URL.Host + req.URL.Path
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("authserver: %s answered with status %d", where, resp.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxBody)).Decode(v); err != nil {
		return fmt.Errorf("authserver: %s answered no JSON: %w", where, err)
	}
	return nil
}
