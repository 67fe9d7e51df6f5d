//go:build js

package bind

import "strconv"

// differs names the first plain option that has another value than before. An
// app may call createSessionClient in several places, but not with two meanings.
// Functions, elements, metadata and texts are not compared: the first stay.
func (o *options) differs(before *options) string {
	then := before.plain()
	for i, setting := range o.plain() {
		if setting != then[i] {
			return setting.name
		}
	}
	return ""
}

type setting struct{ name, value string }

func (o *options) plain() []setting {
	c := o.config
	found := []setting{
		{"domain", strconv.FormatBool(c.Auth0)},
		{"authorizationParams.redirect_uri", c.Authorization.RedirectURI},
		{"authorizationParams.scope", c.Authorization.Scope},
		{"authorizationParams.audience", c.Authorization.Audience},
		{"authorizationParams", c.Authorization.Extra.Encode()},
		{"silent.timeoutInSeconds", number(c.Silent.Timeout)},
		{"silent.mode", string(c.Silent.Mode)},
		{"silent.redirectUri", c.Silent.RedirectURI},
		{"silent.fallback", string(c.Silent.Fallback)},
		{"useRefreshTokens", strconv.FormatBool(c.Refresh != nil)},
		{"useDpop", strconv.FormatBool(c.DPoP)},
		{"cacheLocation", strconv.FormatBool(o.siteCache)},
		{"autoStart", strconv.FormatBool(c.AutoStart)},
		{"session", strconv.FormatBool(c.Session != nil)},
		{"crossTab", strconv.FormatBool(!o.alone)},
		{"modal", strconv.FormatBool(o.modal != nil)},
	}
	if o.modal != nil {
		found = append(found, setting{"modal.locale", o.modal.String("locale")})
	}
	if s := c.Session; s != nil {
		found = append(found,
			setting{"session.idleTimeout", number(s.Lifetimes.Idle)},
			setting{"session.warningTime", number(s.Lifetimes.Warning)},
			setting{"session.absoluteTimeout", number(s.Lifetimes.Absolute)},
			setting{"session.extendOnActivity", strconv.FormatBool(s.ExtendOnActivity)},
			setting{"session.refreshExtendsSession", strconv.FormatBool(c.Refresh != nil && c.Refresh.ExtendsSession)},
			setting{"session.onIdle", string(s.OnIdle)},
			setting{"session.onSessionEnd", string(s.OnSessionEnd)},
			setting{"session.landingUrl", s.LandingURL},
		)
	}
	return found
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
