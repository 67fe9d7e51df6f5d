package authserver

import "fmt"

// Quirks are where Auth0 departs from a standard, or did for a while. All are off by default: the server is strict.
type Quirks struct {
	// LocalhostConsent is what happens to first-party clients whose redirect URI is on a loopback host, which nobody
	// can verify.
	LocalhostConsent LocalhostConsent `yaml:"localhost_consent,omitempty"`
	// LogoutTokenJWT signs logout tokens with typ JWT, as Auth0 does, instead of logout+jwt (Back-Channel Logout 1.0
	// section 2.4).
	LogoutTokenJWT bool `yaml:"logout_token_jwt,omitempty"`
	// HintIsTenantLevel takes the tenant's list of logout URLs for an id_token_hint without a client_id, as Auth0's
	// API page says; its guide says what is done otherwise, the list of the application that the token was issued to.
	HintIsTenantLevel bool `yaml:"hint_is_tenant_level,omitempty"`
	// RejectOverCap refuses session limits over the plan's caps, instead of superseding them.
	RejectOverCap bool `yaml:"reject_over_cap,omitempty"`
	// DiscoveryOfAuth0 announces what Auth0 announces and does not do: the plain challenge method, and the response
	// types of implicit and hybrid flows.
	DiscoveryOfAuth0 bool `yaml:"discovery_of_auth0,omitempty"`
	// PostToUnregisteredOrigin sends a web_message error where Auth0 shows a page and lets the application wait for
	// its timeout: for an application whose origin is not in WebOrigins.
	PostToUnregisteredOrigin bool `yaml:"post_to_unregistered_origin,omitempty"`
}

// A LocalhostConsent is a quirk of Auth0's.
type LocalhostConsent string

// What Auth0 did until 2026, and what it does since.
const (
	// LocalhostLegacy asks the user for consent once, as for a third party; prompt=none answers consent_required.
	LocalhostLegacy LocalhostConsent = "legacy"
	// LocalhostConfirm asks the user to confirm the account when no other page was shown; prompt=none is not asked.
	// Client.SkipCallbackConfirmation leaves it out.
	LocalhostConfirm LocalhostConsent = "confirm"
)

func (q Quirks) validate() error {
	switch q.LocalhostConsent {
	case "", LocalhostLegacy, LocalhostConfirm:
		return nil
	}
	return fmt.Errorf("authserver: Quirks.LocalhostConsent %q: give %q or %q, or leave it out", q.LocalhostConsent, LocalhostLegacy, LocalhostConfirm)
}
