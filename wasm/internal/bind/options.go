//go:build js

package bind

import (
	"slices"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/api"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// options are those of createSessionClient, read and checked.
type options struct {
	config     client.Config
	modal      *jsx.Object // the options of the dialog; nil: there is none
	now        jsx.Value   // a function, or undefined
	logger     jsx.Value
	openURL    jsx.Value
	onRedirect jsx.Value
	alone      bool // crossTab is false
	guarded    bool // there is a guard: it is the loader's to handle
	onLeave    jsx.Value
	siteCache  bool // {cacheLocation: 'localstorage'}
}

// readOptions reads what the app gave, and refuses the first thing that is wrong.
// Beside style are the pages that frames and popups return to.
func readOptions(given jsx.Value, url URL, style string) (*options, error) {
	o := jsx.Read(given, "options")
	o.Unknown(names("")...)
	page, err := pageURL(url)
	if err != nil {
		return nil, err
	}
	issuer, isDomain := readIssuer(o)
	read := &options{
		config: client.Config{
			Issuer:        issuer,
			Auth0:         isDomain,
			ClientID:      o.String("clientId"),
			Authorization: readAuthorization(o),
			Metadata:      o.Plain("metadata"),
			Silent:        readSilent(o, url, style),
			Session:       readSession(o, url, page),
			Cache:         readCache(o),
			DPoP:          o.Bool("useDpop"),
			AutoStart:     o.BoolOr("autoStart", true),
		},
		modal:      readModal(o),
		now:        o.Func("now"),
		logger:     o.Value("logger"),
		openURL:    o.Func("openUrl"),
		onRedirect: o.Func("onRedirectCallback"),
		alone:      !o.BoolOr("crossTab", true),
		onLeave:    o.Func("onBeforeRedirect"),
		siteCache:  o.OneOf("cacheLocation", "memory", "localstorage") == "localstorage",
	}
	if read.siteCache && read.config.Cache != nil {
		o.Fail("cacheLocation", "nothing where cache is given: one of the two")
	}
	if o.Bool("useRefreshTokens") {
		read.config.Refresh = &client.Refresh{}
		if !o.Object("silent").Has("fallback") {
			read.config.Silent.Fallback = client.FallbackRefresh
		}
		if read.config.Session != nil {
			read.config.Refresh.ExtendsSession = o.Object("session").Bool("refreshExtendsSession")
		}
	}
	read.guarded = read.config.Session != nil && o.Object("session").Has("guard")
	if err := o.Err(); err != nil {
		return nil, err
	}
	a := &read.config.Authorization
	if a.RedirectURI == "" {
		a.RedirectURI = page.Origin
	}
	if a.Scope == "" {
		a.Scope = "openid profile email"
	}
	if read.config.Refresh != nil {
		a.Scope += " offline_access"
	}
	parse := func(text string) (oidc.URL, error) { return url(text, "") }
	return read, read.config.Check(parse, page)
}

// readIssuer takes either form. A domain is Auth0's: its issuer ends in a slash.
func readIssuer(o *jsx.Object) (issuer string, isDomain bool) {
	issuer, domain := o.String("issuer"), o.String("domain")
	switch {
	case issuer != "" && domain != "":
		o.Fail("domain", "nothing where issuer is given: one of the two")
	case domain != "":
		if !strings.Contains(domain, "://") {
			domain = "https://" + domain
		}
		return strings.TrimSuffix(domain, "/") + "/", true
	}
	return issuer, false
}

func readAuthorization(o *jsx.Object) client.Authorization {
	params := o.Object("authorizationParams")
	return client.Authorization{
		RedirectURI: params.String("redirect_uri"),
		Scope:       params.String("scope"),
		Audience:    params.String("audience"),
		Extra:       readExtra(params, "redirect_uri", "scope", "audience"),
	}
}

// readExtra reads the parameters that go to the server as they are: all but known.
func readExtra(params *jsx.Object, known ...string) (extra oidc.Params) {
	for _, name := range params.Names() {
		if slices.Contains(known, name) || !params.Has(name) { // undefined, as the types allow
			continue
		}
		extra = append(extra, oidc.Param{Name: name, Value: readParam(params, name)})
	}
	return extra
}

// readParam takes a string or a number, as auth0-spa-js does.
func readParam(params *jsx.Object, name string) string {
	if value := params.Value(name); value.Type() == jsx.Number {
		return jsx.Text(value)
	}
	return params.String(name)
}

func readSilent(o *jsx.Object, url URL, style string) client.Silent {
	silent := o.Object("silent")
	silent.Unknown(names("silent.")...)
	beside := func(page string) string {
		found, err := url(page, style)
		if err != nil {
			silent.Fail("redirectUri", "a URL of this page's origin")
		}
		return found.Href
	}
	page := silent.String("redirectUri")
	if page == "" {
		page = "silent.html"
	}
	return client.Silent{
		Timeout:     readSeconds(silent, "timeoutInSeconds", 10_000) / 1000,
		RedirectURI: beside(page),
		PopupURI:    beside("popup.html"),
		Mode: client.Mode(silent.OneOf("mode",
			string(client.ModeAuto), string(client.ModeWebMessage), string(client.ModeRedirect))),
		Fallback: client.Fallback(silent.OneOf("fallback",
			string(client.FallbackRedirect), string(client.FallbackPopup), string(client.FallbackNone), string(client.FallbackRefresh))),
	}
}

// readSession reads the rhythm of the server's session, which must be told or
// declined: an app that forgets it would never warn.
func readSession(o *jsx.Object, url URL, page oidc.URL) *client.Session {
	if declined(o, "session") {
		return nil
	}
	if !o.Has("session") {
		o.Fail("session", "false, or {idleTimeout} with the server's idle lifetime in seconds: no server announces its own")
	}
	session := o.Object("session")
	session.Unknown(names("session.")...)
	read := &client.Session{
		Lifetimes:        readLifetimes(session, deadline.Lifetimes{Warning: 60_000}),
		ExtendOnActivity: session.BoolOr("extendOnActivity", true),
		OnIdle: client.OnIdle(session.OneOf("onIdle",
			string(client.IdleRecheck), string(client.IdleRecheckOnFocus), string(client.IdleShowLogin), string(client.IdleRedirect))),
		OnSessionEnd: client.OnSessionEnd(session.OneOf("onSessionEnd",
			string(client.EndDialog), string(client.EndRedirect), string(client.EndEvent))),
		LandingURL: session.String("landingUrl"),
	}
	if read.LandingURL != "" {
		landing, err := url(read.LandingURL, page.Href)
		if err != nil {
			session.Fail("landingUrl", "a URL of this page's origin")
		}
		read.LandingURL = landing.Href
	}
	return read
}

// readLifetimes reads those that are given; the others stay as they were.
func readLifetimes(o *jsx.Object, before deadline.Lifetimes) deadline.Lifetimes {
	return deadline.Lifetimes{
		Idle:     readSeconds(o, "idleTimeout", before.Idle),
		Warning:  readSeconds(o, "warningTime", before.Warning),
		Absolute: readSeconds(o, "absoluteTimeout", before.Absolute),
	}
}

// readSeconds reads a whole number of seconds and gives milliseconds, as fallback
// is.
func readSeconds(o *jsx.Object, name string, fallback int64) int64 {
	if !o.Has(name) {
		return fallback
	}
	s := o.Number(name)
	if s < 0 || s > maxSeconds || s != float64(int64(s)) {
		o.Fail(name, "whole seconds, not below 0")
		return 0
	}
	return int64(s) * 1000
}

// maxSeconds is a hundred years: more is a mistake, milliseconds most often.
const maxSeconds = 100 * 365 * 86400

// readModal leaves the reading to the dialog: only the names are known here.
func readModal(o *jsx.Object) *jsx.Object {
	if declined(o, "modal") {
		return nil
	}
	modal := o.Object("modal")
	modal.Unknown(names("modal.")...)
	modal.String("locale") // the loader has read it
	return modal
}

// declined tells whether an option is false.
func declined(o *jsx.Object, name string) bool {
	return o.Value(name).Type() == jsx.Boolean && !o.Bool(name)
}

// names are the options directly under a prefix.
func names(prefix string) (found []string) {
	for _, path := range api.Options() {
		if name, ok := strings.CutPrefix(path, prefix); ok && !strings.Contains(name, ".") {
			found = append(found, name)
		}
	}
	return found
}

func pageURL(url URL) (oidc.URL, error) {
	href, err := jsx.Global().Get("location", "href")
	if err != nil {
		return oidc.URL{}, err
	}
	text, err := href.String()
	if err != nil {
		return oidc.URL{}, err
	}
	return url(text, "")
}
