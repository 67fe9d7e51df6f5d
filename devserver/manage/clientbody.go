package manage

import (
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// client reads the properties that can be given at the beginning and changed later.
func (p *payload) client(c *authserver.Client) {
	p.string("name", &c.Name)
	p.strings("callbacks", &c.Callbacks)
	p.strings("allowed_logout_urls", &c.AllowedLogoutURLs)
	p.strings("web_origins", &c.WebOrigins)
	p.strings("allowed_origins", &c.AllowedOrigins)
	p.strings("grant_types", &c.GrantTypes)
	p.oneOf("token_endpoint_auth_method", &c.AuthMethod, "none", "client_secret_post", "client_secret_basic")
	p.not("is_first_party", &c.ThirdParty)
	p.bool("require_proof_of_possession", &c.RequireDPoP)
	p.bool("require_pushed_authorization_requests", &c.RequirePAR)
	p.bool("skip_non_verifiable_callback_uri_confirmation_prompt", &c.SkipCallbackConfirmation)
	conformant := true
	if p.bool("oidc_conformant", &conformant) && !conformant {
		p.err = invalid("'No enum match for: false' on property oidc_conformant")
	}
	p.object("jwt_configuration", func(p *payload) { p.oneOf("alg", &c.IDTokenAlg, "RS256", "PS256", "ES256", "EdDSA") })
	p.object("refresh_token", func(p *payload) { p.refresh(&c.Refresh) })
	p.object("oidc_logout", func(p *payload) {
		p.strings("backchannel_logout_urls", &c.BackchannelLogoutURLs)
		p.object("backchannel_logout_initiators", func(p *payload) { p.initiators(&c.BackchannelLogoutInitiators) })
	})
}

// maxRefreshLifetime is the bound of Auth0's schema: 157788000 s, five years.
const maxRefreshLifetime = 157788000

func (p *payload) refresh(policy *authserver.RefreshPolicy) {
	p.require("rotation_type", "expiration_type")
	var rotation, expiration string
	if p.oneOf("rotation_type", &rotation, "rotating", "non-rotating") {
		policy.NonRotating = rotation == "non-rotating"
	}
	p.oneOf("expiration_type", &expiration, "expiring", "non-expiring")
	if p.err == nil && rotation == "rotating" && expiration == "non-expiring" {
		p.err = invalid("'Rotating refresh tokens must be expiring' on property refresh_token.expiration_type")
	}
	var n int64
	if p.integer("leeway", &n, 0, maxRefreshLifetime) {
		policy.Leeway = time.Duration(n) * time.Second
	}
	p.refreshLifetime("token_lifetime", "infinite_token_lifetime", expiration, &policy.Lifetime)
	p.refreshLifetime("idle_token_lifetime", "infinite_idle_token_lifetime", expiration, &policy.IdleLifetime)
}

func (p *payload) refreshLifetime(name, infiniteName, expiration string, d *time.Duration) {
	if expiration == "expiring" && *d == authserver.Unlimited {
		*d = 0 // the default, unless the body says more
	}
	var n int64
	if p.integer(name, &n, 1, maxRefreshLifetime) {
		*d = time.Duration(n) * time.Second
	}
	var infinite bool
	if p.bool(infiniteName, &infinite); infinite || expiration == "non-expiring" {
		*d = authserver.Unlimited
	}
}

func (p *payload) initiators(selected *[]authserver.Initiator) {
	p.require("mode")
	var mode string
	p.oneOf("mode", &mode, "all", "custom")
	var names []string
	p.strings("selected_initiators", &names)
	if mode == "custom" && p.err == nil && len(names) == 0 {
		p.err = invalid("'Missing required property: selected_initiators'")
	}
	*selected = nil
	for _, name := range names {
		*selected = append(*selected, authserver.Initiator(name))
	}
}
