package authserver

import (
	"fmt"
	"time"
)

// SessionLimits are counted by the server's clock. What exceeds the cap of the tenant's plan is superseded by it.
type SessionLimits struct {
	Idle     time.Duration `yaml:"idle"`     // since the last touch at /authorize; 300 s by default
	Absolute time.Duration `yaml:"absolute"` // since the last login, whatever the activity; 12 h by default
}

// A Plan is what the tenant's owner pays for. It caps the session limits.
type Plan string

// The plans of Auth0.
const (
	SelfService Plan = "self-service" // idle 3 days, absolute 30 days
	Enterprise  Plan = "enterprise"   // idle 100 days, absolute 365 days
)

const day = 24 * time.Hour

// caps are the same for both cookie modes.
func (p Plan) caps() (SessionLimits, bool) {
	switch p {
	case SelfService:
		return SessionLimits{Idle: 3 * day, Absolute: 30 * day}, true
	case Enterprise:
		return SessionLimits{Idle: 100 * day, Absolute: 365 * day}, true
	}
	return SessionLimits{}, false
}

// A CookieMode says how long the browser keeps the session cookie. The server's own limits hold in both modes.
type CookieMode string

// The cookie modes of Auth0.
const (
	Persistent    CookieMode = "persistent"     // it outlives the browser
	NonPersistent CookieMode = "non-persistent" // it dies with the browser
)

// An MFAPolicy says when the second factor is asked for.
type MFAPolicy string

// StepUp asks when an application sends acr_values; Always asks at every login, too.
const (
	StepUp MFAPolicy = "step-up"
	Always MFAPolicy = "always"
)

// Settings are what can be changed of a tenant while it runs.
type Settings struct {
	Sessions          SessionLimits
	Plan              Plan
	Cookies           CookieMode
	MFA               MFAPolicy
	AllowedLogoutURLs []string
	Flags             Flags
	Quirks            Quirks
}

// Flags are switches of a tenant. Each is off in the state that new tenants of Auth0 are in.
type Flags struct {
	// DefaultAudience is the API of requests that name none.
	DefaultAudience string `yaml:"default_audience,omitempty"`
	// ResourceParameter takes `resource` (RFC 8707) for `audience` where that is missing.
	ResourceParameter bool `yaml:"resource_parameter,omitempty"`
	// NoLogoutPrompt logs out at /oidc/logout without the question that a request without a good hint leads to.
	NoLogoutPrompt bool `yaml:"no_logout_prompt,omitempty"`
	// HideEndSessionEndpoint leaves end_session_endpoint out of the metadata.
	HideEndSessionEndpoint bool `yaml:"hide_end_session_endpoint,omitempty"`
	// NoClickjackProtection lets any site frame the pages with forms.
	NoClickjackProtection bool `yaml:"no_clickjack_protection,omitempty"`
	// RevokeGrant makes the revocation of one refresh token revoke all that the user gave the client.
	RevokeGrant bool `yaml:"revoke_grant,omitempty"`
}

// limits are what the settings really allow.
func (s Settings) limits() SessionLimits {
	caps, _ := s.Plan.caps()
	return SessionLimits{Idle: min(s.Sessions.Idle, caps.Idle), Absolute: min(s.Sessions.Absolute, caps.Absolute)}
}

func (s Settings) validate() error {
	for _, l := range []struct {
		field string
		d     time.Duration
	}{{"Sessions.Idle", s.Sessions.Idle}, {"Sessions.Absolute", s.Sessions.Absolute}} {
		if l.d < time.Second {
			return fmt.Errorf("authserver: %s is %v: give 1 s or more", l.field, l.d)
		}
	}
	if _, known := s.Plan.caps(); !known {
		return fmt.Errorf("authserver: Plan %q: give %q or %q", s.Plan, SelfService, Enterprise)
	}
	if limits := s.limits(); s.Quirks.RejectOverCap && s.Sessions != limits {
		return fmt.Errorf("authserver: Sessions %v exceeds what plan %q allows: give %v at most, or drop Quirks.RejectOverCap", s.Sessions, s.Plan, limits)
	}
	if err := s.Quirks.validate(); err != nil {
		return err
	}
	if s.Cookies != Persistent && s.Cookies != NonPersistent {
		return fmt.Errorf("authserver: Cookies %q: give %q or %q", s.Cookies, Persistent, NonPersistent)
	}
	if s.MFA != StepUp && s.MFA != Always {
		return fmt.Errorf("authserver: MFA %q: give %q or %q", s.MFA, StepUp, Always)
	}
	return validateURLs("AllowedLogoutURLs", s.AllowedLogoutURLs)
}
