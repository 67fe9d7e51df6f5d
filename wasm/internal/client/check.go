package client

import (
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/text"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Check finds what is wrong with a config, by the name that its option has. It
// fills in nothing: defaults are the business of whoever reads the options.
func (c Config) Check(parse func(string) (oidc.URL, error), page oidc.URL) error {
	if c.Issuer == "" {
		return invalid("issuer", "nothing", "the issuer of the authorization server, or give its domain")
	}
	issuer, err := parse(c.Issuer)
	if err != nil || !issuer.Secure() || issuer.Search != "" || issuer.Hash != "" {
		return invalid("issuer", text.Quote(c.Issuer), "an https URL without query or fragment; http only on a loopback address")
	}
	if c.ClientID == "" {
		return invalid("clientId", "nothing", "the client's id at the authorization server")
	}
	redirect, err := parse(c.Authorization.RedirectURI)
	if err != nil || redirect.Origin != page.Origin {
		return invalid("authorizationParams.redirect_uri", text.Quote(c.Authorization.RedirectURI), "an absolute URL of this page's origin, "+page.Origin)
	}
	if c.Silent.Timeout < 1 || c.Silent.Timeout > maxTimeout {
		return invalid("silent.timeoutInSeconds", strconv.FormatInt(c.Silent.Timeout, 10), "whole seconds from 1 to 120")
	}
	silent, err := parse(c.Silent.RedirectURI)
	if err != nil || silent.Origin != page.Origin {
		return invalid("silent.redirectUri", text.Quote(c.Silent.RedirectURI), "a URL of this page's origin, "+page.Origin)
	}
	if c.Session == nil {
		return nil
	}
	return c.Session.check(parse, page)
}

// maxTimeout bounds what a user is made to wait for: two minutes, in seconds.
const maxTimeout = 120

func (s Session) check(parse func(string) (oidc.URL, error), page oidc.URL) error {
	if err := checkLifetimes(s.Lifetimes); err != nil {
		return err
	}
	if s.LandingURL == "" {
		if s.OnIdle == IdleRedirect {
			return invalid("session.landingUrl", "nothing", "a URL of this page's origin: onIdle redirects to it")
		}
		return nil
	}
	if landing, err := parse(s.LandingURL); err != nil || landing.Origin != page.Origin {
		return invalid("session.landingUrl", text.Quote(s.LandingURL), "a URL of this page's origin, "+page.Origin)
	}
	return nil
}

func checkLifetimes(l deadline.Lifetimes) error {
	switch {
	case l.Warning < deadline.MinWarning:
		return invalid("session.warningTime", seconds(l.Warning), "at least 20 seconds: users need time to answer (WCAG 2.2.1)")
	case l.Idle < 2*l.Warning:
		return invalid("session.idleTimeout", seconds(l.Idle), "at least twice warningTime, "+seconds(2*l.Warning))
	case l.Absolute != 0 && l.Absolute < l.Warning:
		return invalid("session.absoluteTimeout", seconds(l.Absolute), "more than warningTime, "+seconds(l.Warning))
	}
	return nil
}

func seconds(ms int64) string { return strconv.FormatInt(ms/1000, 10) + " s" }

func invalid(option, got, takes string) error {
	return failure(InvalidOption, option+": got "+got+"; takes "+takes)
}
