package authserver

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A Client is an application. Without a Secret it is public, and proves itself by PKCE alone.
type Client struct {
	ID   string `yaml:"client_id"`
	Name string `yaml:"name,omitempty"` // shown on the login page
	// Secret makes the client confidential.
	Secret string `yaml:"client_secret,omitempty"`
	// AuthMethod is how the client authenticates at the token endpoint: "none" without a secret; with one
	// "client_secret_post" (the default) or "client_secret_basic". Another way than its own is refused.
	AuthMethod string `yaml:"token_endpoint_auth_method,omitempty"`
	// GrantTypes are authorization_code and refresh_token by default; client_credentials needs a secret.
	GrantTypes []string `yaml:"grant_types,omitempty"`

	// Callbacks are the redirect URIs, matched exactly, character by character. In this list and the three below one
	// `*` may stand for a part of the leftmost label of the host, as in https://*.example.com or
	// https://pr-*.example.com; in this one {organization_name} may stand for the organization of the request.
	Callbacks []string `yaml:"callbacks,omitempty"`
	// AllowedLogoutURLs are where a logout may return to. /v2/logout ignores query and fragment in the match,
	// /oidc/logout does not.
	AllowedLogoutURLs []string `yaml:"allowed_logout_urls,omitempty"`
	// WebOrigins are the origins ("http://localhost:4300") that may receive web_message answers and call the
	// token endpoint by CORS. Those of Callbacks may do the latter, too.
	WebOrigins []string `yaml:"web_origins,omitempty"`
	// AllowedOrigins may call the token endpoint by CORS, and nothing else.
	AllowedOrigins []string `yaml:"allowed_origins,omitempty"`
	// BackchannelLogoutURLs are sent a logout token when a session ends that the client took part in (OpenID Connect
	// Back-Channel Logout 1.0).
	BackchannelLogoutURLs []string `yaml:"backchannel_logout_urls,omitempty"`
	// BackchannelLogoutInitiators are the ends that it hears of; none is all.
	BackchannelLogoutInitiators []Initiator `yaml:"backchannel_logout_initiators,omitempty"`

	// IDTokenAlg signs the client's ID tokens: RS256 (the default), PS256, ES256 or EdDSA.
	IDTokenAlg string `yaml:"id_token_signed_response_alg,omitempty"`
	// Refresh says how long refresh tokens live and whether they rotate.
	Refresh RefreshPolicy `yaml:"refresh_token,omitempty"`
	// Grants are what the client may ask for by client_credentials.
	Grants []ClientGrant `yaml:"grants,omitempty"`
	// ThirdParty clients need the user's consent.
	ThirdParty bool `yaml:"third_party,omitempty"`
	// SkipCallbackConfirmation leaves out what Quirks.LocalhostConsent "confirm" asks.
	SkipCallbackConfirmation bool `yaml:"skip_non_verifiable_callback_uri_confirmation_prompt,omitempty"`
	// RequirePAR refuses authorization requests that were not pushed (RFC 9126).
	RequirePAR bool `yaml:"require_pushed_authorization_requests,omitempty"`
	// RequireDPoP refuses bearer tokens (RFC 9449).
	RequireDPoP bool `yaml:"require_proof_of_possession,omitempty"`
}

// A ClientGrant lets a confidential client call an API in its own name.
type ClientGrant struct {
	Audience string   `yaml:"audience"`
	Scopes   []string `yaml:"scopes,omitempty"`
}

// A RefreshPolicy has the names of Auth0's `refresh_token` object.
type RefreshPolicy struct {
	// NonRotating keeps a refresh token good after an exchange.
	NonRotating bool `yaml:"non_rotating,omitempty"`
	// Leeway is how long the generation before the current one may still be exchanged, by a tab that lost a race
	// or an answer; 0 is not at all. It then gets the same successor.
	Leeway time.Duration `yaml:"leeway,omitempty"`
	// Lifetime counts from the login and is never extended: 30 days by default; Unlimited is for ever.
	Lifetime time.Duration `yaml:"token_lifetime,omitempty"`
	// IdleLifetime counts from the last exchange: 30 days by default, and no longer than Lifetime.
	IdleLifetime time.Duration `yaml:"idle_token_lifetime,omitempty"`
}

// Unlimited is a lifetime without an end.
const Unlimited = time.Duration(-1)

const (
	grantCode              = "authorization_code"
	grantRefresh           = "refresh_token"
	grantClientCredentials = "client_credentials"

	authNone  = "none"
	authPost  = "client_secret_post"
	authBasic = "client_secret_basic"
)

// idTokenAlgs are those that a client can choose from.
var idTokenAlgs = []string{string(jose.RS256), string(jose.PS256), string(jose.ES256), string(jose.EdDSA)}

func (c Client) public() bool { return c.Secret == "" }

func (c Client) withDefaults() Client {
	method := authNone
	if !c.public() {
		method = authPost
	}
	c.AuthMethod = cmp.Or(c.AuthMethod, method)
	if c.GrantTypes == nil {
		c.GrantTypes = []string{grantCode, grantRefresh}
	}
	c.IDTokenAlg = cmp.Or(c.IDTokenAlg, string(jose.RS256))
	c.Refresh.Lifetime = orDefault(c.Refresh.Lifetime, 30*day)
	c.Refresh.IdleLifetime = orDefault(c.Refresh.IdleLifetime, 30*day)
	return c
}

func (c Client) allowsGrant(grant string) bool { return slices.Contains(c.GrantTypes, grant) }

// validateCredentials checks what says how the client authenticates and what for.
func (c Client) validateCredentials(field string) error {
	methods := []string{authPost, authBasic}
	if c.public() {
		methods = []string{authNone}
	}
	if !slices.Contains(methods, c.AuthMethod) {
		return fmt.Errorf("authserver: %s.AuthMethod %q does not go with the Secret: give one of %q", field, c.AuthMethod, methods)
	}
	for _, grant := range c.GrantTypes {
		if !slices.Contains([]string{grantCode, grantRefresh, grantClientCredentials}, grant) {
			return fmt.Errorf("authserver: %s.GrantTypes names %q: give authorization_code, refresh_token or client_credentials", field, grant)
		}
	}
	if c.public() && c.allowsGrant(grantClientCredentials) {
		return fmt.Errorf("authserver: %s.GrantTypes has client_credentials: give the client a Secret (RFC 6749 section 4.4)", field)
	}
	if !slices.Contains(idTokenAlgs, c.IDTokenAlg) {
		return fmt.Errorf("authserver: %s.IDTokenAlg %q: give one of %q", field, c.IDTokenAlg, idTokenAlgs)
	}
	r := c.Refresh
	if r.Leeway < 0 || r.Lifetime < Unlimited || r.IdleLifetime < Unlimited {
		return fmt.Errorf("authserver: %s.Refresh has a negative duration: give 0 for the default, or Unlimited", field)
	}
	for _, initiator := range c.BackchannelLogoutInitiators {
		if !slices.Contains(initiators, initiator) {
			return fmt.Errorf("authserver: %s.BackchannelLogoutInitiators names %q: give some of %q, or none for all", field, initiator, initiators)
		}
	}
	return nil
}
