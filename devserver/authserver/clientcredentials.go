package authserver

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// clientCredentialsClaim is how Auth0 spells the grant in the `gty` claim.
const clientCredentialsClaim = "client-credentials"

// redeemClientCredentials is RFC 6749 section 4.4: an application in its own name. The texts are Auth0's.
func (s *Server) redeemClientCredentials(ctx context.Context, client Client, params url.Values, dpopKey string) (tokenResponse, error) {
	audience := cmp.Or(params.Get("audience"), s.tenant().settings.Flags.DefaultAudience)
	if audience == "" {
		return tokenResponse{}, refuse("access_denied", "No audience parameter was provided, and no default audience has been configured").
			answer(http.StatusForbidden).withClient(client.ID).mend("send the audience of the API")
	}
	api, found := s.api(audience)
	if !found {
		return tokenResponse{}, refuse("access_denied", "Service not found: %s", audience).
			answer(http.StatusForbidden).withClient(client.ID).mend("use the audience of a registered API, or register this one")
	}
	i := slices.IndexFunc(client.Grants, func(g ClientGrant) bool { return g.Audience == audience })
	if i < 0 {
		return tokenResponse{}, refuse("access_denied", "Client is not authorized to access %s.", audience).
			answer(http.StatusForbidden).withClient(client.ID).mend("add the API to grants of the client")
	}
	scope := client.Grants[i].Scopes
	if asked := params.Get("scope"); asked != "" {
		scope = strings.Fields(asked)
		if !within(asked, strings.Join(client.Grants[i].Scopes, " ")) {
			return tokenResponse{}, refuse("invalid_scope", "The scope exceeds what the client is granted").
				withClient(client.ID).mend("add the scopes to grants of the client")
		}
	}
	lifetime := s.accessTokenLifetime(api)
	token, err := s.signAccessToken(ctx, api, accessTokenClaims{
		Subject: client.ID + "@clients", Audience: []string{audience}, AuthorizedParty: client.ID,
		Scope: strings.Join(scope, " "), GrantType: clientCredentialsClaim, Confirmation: confirmation(dpopKey),
	}, lifetime)
	return tokenResponse{
		AccessToken: token, Scope: strings.Join(scope, " "), ExpiresIn: int64(lifetime / time.Second), TokenType: tokenType(dpopKey),
	}, err
}
