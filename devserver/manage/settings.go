package manage

import (
	"net/http"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// settingsView is GET /tenants/settings. Lifetimes are hours; where they are no whole ones they have a fraction, since
// the answer has no minutes.
type settingsView struct {
	SessionLifetime     float64         `json:"session_lifetime"`
	IdleSessionLifetime float64         `json:"idle_session_lifetime"`
	SessionCookie       cookieView      `json:"session_cookie"`
	Sessions            sessionsSetting `json:"sessions"`
	OIDCLogout          oidcLogoutView  `json:"oidc_logout"`
	AllowedLogoutURLs   []string        `json:"allowed_logout_urls"`
	DefaultAudience     string          `json:"default_audience"`
	ResourceProfile     string          `json:"resource_parameter_profile"`
	Flags               flagsView       `json:"flags"`
	PAR                 bool            `json:"pushed_authorization_requests_supported"`
	ISS                 bool            `json:"authorization_response_iss_parameter_supported"`
}

type cookieView struct {
	Mode authserver.CookieMode `json:"mode"`
}

type sessionsSetting struct {
	LogoutPrompt bool `json:"oidc_logout_prompt_enabled"`
}

type oidcLogoutView struct {
	Discovery bool `json:"rp_logout_end_session_endpoint_discovery"`
}

type flagsView struct {
	NoClickjackProtection bool `json:"disable_clickjack_protection_headers"`
	RevokeGrant           bool `json:"revoke_refresh_token_grant"`
}

const (
	profileAudience      = "audience"
	profileCompatibility = "compatibility"
)

func (a *api) showSettings(w http.ResponseWriter, _ *http.Request, _ caller) error {
	s := a.server.Settings()
	profile := profileAudience
	if s.Flags.ResourceParameter {
		profile = profileCompatibility
	}
	writeJSON(w, http.StatusOK, settingsView{
		SessionLifetime: s.Sessions.Absolute.Hours(), IdleSessionLifetime: s.Sessions.Idle.Hours(),
		SessionCookie: cookieView{s.Cookies}, Sessions: sessionsSetting{!s.Flags.NoLogoutPrompt},
		OIDCLogout: oidcLogoutView{!s.Flags.HideEndSessionEndpoint}, AllowedLogoutURLs: list(s.AllowedLogoutURLs),
		DefaultAudience: s.Flags.DefaultAudience, ResourceProfile: profile,
		Flags: flagsView{s.Flags.NoClickjackProtection, s.Flags.RevokeGrant}, PAR: true, ISS: true,
	})
	return nil
}

// Lifetimes over the plan's cap are taken, and superseded by it; these bounds are those of Auth0's largest plan.
const (
	maxLifetimeHours = 365 * 24
	maxIdleHours     = 100 * 24
)

// changeSettings overwrites what the body names and leaves the rest.
func (a *api) changeSettings(w http.ResponseWriter, r *http.Request, c caller) error {
	p, next := read(r), a.server.Settings()
	p.lifetime("session_lifetime", maxLifetimeHours, &next.Sessions.Absolute)
	p.lifetime("idle_session_lifetime", maxIdleHours, &next.Sessions.Idle)
	p.object("session_cookie", func(p *payload) {
		p.require("mode")
		p.oneOf("mode", (*string)(&next.Cookies), string(authserver.Persistent), string(authserver.NonPersistent))
	})
	p.object("sessions", func(p *payload) { p.not("oidc_logout_prompt_enabled", &next.Flags.NoLogoutPrompt) })
	p.object("oidc_logout", func(p *payload) {
		p.not("rp_logout_end_session_endpoint_discovery", &next.Flags.HideEndSessionEndpoint)
	})
	p.strings("allowed_logout_urls", &next.AllowedLogoutURLs)
	p.string("default_audience", &next.Flags.DefaultAudience)
	var profile string
	if p.oneOf("resource_parameter_profile", &profile, profileAudience, profileCompatibility) {
		next.Flags.ResourceParameter = profile == profileCompatibility
	}
	p.object("flags", func(p *payload) {
		p.bool("disable_clickjack_protection_headers", &next.Flags.NoClickjackProtection)
		p.bool("revoke_refresh_token_grant", &next.Flags.RevokeGrant)
	})
	if err := p.done(); err != nil {
		return err
	}
	if err := a.server.ChangeSettings(func(s *authserver.Settings) { *s = next }); err != nil {
		return refused(err)
	}
	return a.showSettings(w, r, c)
}

// lifetime reads hours, or minutes from the twin whose name ends with _in_minutes; not both.
func (p *payload) lifetime(name string, maxHours float64, d *time.Duration) {
	minutesName := name + "_in_minutes"
	if p.err == nil && p.has(name) && p.has(minutesName) {
		p.err = invalid("'Properties %s and %s are mutually exclusive'", name, minutesName)
		return
	}
	var n float64
	if p.number(name, &n, 1.0/60, maxHours) {
		*d = time.Duration(n * float64(time.Hour)).Round(time.Second)
	}
	var minutes int64
	if p.integer(minutesName, &minutes, 1, int64(maxHours)*60) {
		*d = time.Duration(minutes) * time.Minute
	}
}

// not reads a boolean whose opposite the server keeps.
func (p *payload) not(name string, v *bool) {
	var yes bool
	if p.bool(name, &yes) {
		*v = !yes
	}
}

// refused is what the server itself found wrong, in Auth0's words around it.
func refused(err error) error {
	return invalid("'%s'", strings.TrimPrefix(err.Error(), "authserver: "))
}

// list is never null in JSON.
func list(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
