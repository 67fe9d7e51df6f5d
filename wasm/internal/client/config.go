package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Config is what an app asks for, read from its options and checked by Check.
type Config struct {
	Issuer        string // exactly as the server's metadata has it
	Auth0         bool   // given as a domain: web_message works though metadata never lists it
	ClientID      string
	Authorization Authorization
	Metadata      any // a discovery document; nil: it is fetched
	Silent        Silent
	Session       *Session // nil: no deadlines, no activity, no presence rule
	Refresh       *Refresh // nil: no refresh tokens; else Authorization.Scope has offline_access
	Cache         Cache    // where tokens outlive the page; nil: nowhere
	DPoP          bool     // tokens are bound to a key of this browser's (RFC 9449)
	AutoStart     bool
	// OnRedirectCallback brings the app state (JSON, "" if none) of a login that Start has completed.
	OnRedirectCallback func(appState string)
	// OnBeforeRedirect lets the app save its user's work before the page is left; false
	// keeps the page. ctx ends when it has taken too long. nil: nothing needs saving.
	OnBeforeRedirect func(ctx context.Context, to Destination) bool
	OpenURL          func(ctx context.Context, url string) error // nil: the page goes there
	Log              func(message string)                        // nil: nobody listens; never given a secret
}

// Authorization is what every authorization request of the app carries.
type Authorization struct {
	RedirectURI string // absolute; where the app's page takes the answer
	Scope       string // openid is added
	Audience    string
	Extra       oidc.Params // any further parameter, as given
}

// Mode is the way a silent answer takes out of the frame.
type Mode string

// The modes of design section 6.
const (
	ModeAuto       Mode = "auto"
	ModeWebMessage Mode = "web_message"
	ModeRedirect   Mode = "redirect"
)

// Fallback is how the server is asked where browsers keep its cookies from
// hidden frames.
type Fallback string

// The fallbacks of design section 5.
const (
	FallbackRefresh  Fallback = "refresh"  // a refresh, for a present user, is the touch; without a refresh token as with none
	FallbackPopup    Fallback = "popup"    // Continue asks in a popup
	FallbackRedirect Fallback = "redirect" // Continue asks at the top level, and comes back
	FallbackNone     Fallback = "none"     // there is no Continue: the user logs in
)

// Silent is how tokens are had without a visible page.
type Silent struct {
	Timeout     int64 // seconds for one answer of the server; default 10
	Mode        Mode
	RedirectURI string // absolute, this origin's silent.html: where the frame returns to unless the server speaks web_message
	PopupURI    string // absolute, this origin's popup.html: the same for a popup
	Fallback    Fallback
}

// Refresh is the use of refresh tokens.
type Refresh struct {
	// ExtendsSession: a refresh extends the server's session, as those do that
	// Auth0 calls online refresh tokens. So it needs a present user.
	ExtendsSession bool
}

// Cache keeps tokens outside of this page's memory, at the app's wish: whatever
// runs on the page can read them there. "" is nothing.
type Cache interface {
	Get(ctx context.Context, key string) (string, error)
	Set(ctx context.Context, key, value string) error
	Remove(ctx context.Context, key string) error
}

// OnIdle is what is done once the deadline has passed: most often, by a press in
// the page.
type OnIdle string

// What can be done in idle.
const (
	IdleRecheck        OnIdle = "recheck"        // ask the server, once
	IdleRecheckOnFocus OnIdle = "recheckOnFocus" // the same; also when the window has the focus again, once
	IdleShowLogin      OnIdle = "showLogin"      // nothing: the user logs in
	IdleRedirect       OnIdle = "redirect"       // nothing: the page has gone to Session.LandingURL
)

// OnSessionEnd is what the end of a session does.
type OnSessionEnd string

// What can be done at the end.
const (
	EndDialog   OnSessionEnd = "dialog"   // say so, and offer to log in
	EndRedirect OnSessionEnd = "redirect" // go and log in
	EndEvent    OnSessionEnd = "event"    // tell the app, and nothing else
)

// Session is the rhythm of the server's session. It must be told: no
// authorization server announces its own.
type Session struct {
	Lifetimes        deadline.Lifetimes
	ExtendOnActivity bool
	OnIdle           OnIdle
	OnSessionEnd     OnSessionEnd
	LandingURL       string // absolute, same origin; where Log out in the dialog leads; "" leaves it to the server
	// Guard hides what must not be seen before it is known whose it is, and shows
	// it again; nil: there is nothing to hide. It must not block.
	Guard func(hidden bool)
}

// LoginOptions are those of one login.
type LoginOptions struct {
	AppState      string // JSON, given back after the callback
	ReturnTo      string // what AppState has of this name: refused unless it is of this page's origin
	Authorization Authorization
	Prompt        string
	LoginHint     string
	Fragment      string                                      // the server's own page is opened at it
	OpenURL       func(ctx context.Context, url string) error // nil: the page goes there
}

// PopupOptions are those of a login in a popup.
type PopupOptions struct {
	Window   any   // opened by the app; nil: one is opened
	Timeout  int64 // seconds for the whole login; 0: 60
	KeepOpen bool  // {closePopup: false}
}

// CacheMode is the use of the token cache, as auth0-spa-js names it.
type CacheMode string

// The cache modes.
const (
	CacheOn   CacheMode = "on"
	CacheOff  CacheMode = "off"
	CacheOnly CacheMode = "cache-only"
)

// TokenOptions are those of one request for a token. With CacheOff and Active it
// is a forced touch of the server.
type TokenOptions struct {
	CacheMode     CacheMode
	Active        bool  // {passive: false}: the caller vouches that its user asked for it
	Passive       bool  // {passive: true}: nothing that extends the session is sent
	Touch         bool  // the server's session is asked for: no cache and no refresh token will do
	Timeout       int64 // seconds; 0: Silent.Timeout
	Authorization Authorization
}

// Token is an access token and what came with it.
type Token struct {
	AccessToken string
	IDToken     string
	TokenType   string
	Scope       string
	ExpiresIn   int64 // seconds from now
}

// LogoutOptions are those of one logout.
type LogoutOptions struct {
	ReturnTo  string // must be registered with the server; "" leaves it to the server
	Federated bool
	ClientID  string                                      // "": this client's
	NoClient  bool                                        // {clientId: null}: no client_id is sent
	Extra     oidc.Params                                 // any further parameter, as given
	LocalOnly bool                                        // {openUrl: false}: the server's session goes on
	OpenURL   func(ctx context.Context, url string) error // nil: the page goes there
}

// RedirectResult is what a handled callback gives.
type RedirectResult struct {
	AppState string // JSON, "" if there was none

	organization string // that was asked for
}
