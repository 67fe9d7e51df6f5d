package authserver

import (
	"crypto/rand"
	"crypto/rsa"
	"io"
	"log/slog"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// Config says what a Server is. The zero value of each optional field chooses its default.
type Config struct {
	// Issuer is the server's own origin with a trailing slash, as Auth0's is: "http://localhost:4400/". Required.
	Issuer string
	// Clients are the applications of the tenant. They share the session. Required.
	Clients []Client
	// Users are those who can log in.
	Users []User
	// APIs are the resource servers that access tokens can be asked for by `audience`.
	APIs []API
	// AllowedLogoutURLs is the tenant's own list: it serves logout requests that name no client.
	AllowedLogoutURLs []string

	// Sessions limits how long a session lives.
	Sessions SessionLimits
	// IDTokenLifetime is 150 s by default: Auth0's advice for short-lived sessions.
	IDTokenLifetime time.Duration
	// AccessTokenLifetime is 86400 s by default. An API can have its own.
	AccessTokenLifetime time.Duration
	// CodeLifetime is how long an authorization code can be exchanged: 60 s by default (RFC 6749 section 4.1.2
	// asks for at most ten minutes).
	CodeLifetime time.Duration

	// Now is the clock behind every instant of the server; nil is time.Now.
	Now func() time.Time
	// Random is the source of ids and codes; nil is crypto/rand.
	Random io.Reader
	// Key signs tokens by RS256. It has 2048 bits or more. Nil makes one in the background: nothing but tokens
	// and the JWKS waits for it.
	Key *rsa.PrivateKey
	// Store keeps sessions and codes; nil is memory.
	Store store.Store
	// Log hears of every refusal; nil is silence.
	Log *slog.Logger
	// Instance goes into the cookie's name, because cookies ignore ports: two servers on one host need two names.
	// Letters, digits, '-' and '_'; by default it is made of the issuer's host and port.
	Instance string
}

// SessionLimits are counted by the server's clock.
type SessionLimits struct {
	Idle     time.Duration // since the last touch at /authorize; 300 s by default
	Absolute time.Duration // since the last login, whatever the activity; 12 h by default
}

// A Client is a public application: it has no secret (token_endpoint_auth_method none) and proves itself by PKCE.
type Client struct {
	ID   string
	Name string // shown on the login page
	// Callbacks are the redirect URIs, matched exactly, character by character.
	Callbacks []string
	// AllowedLogoutURLs are where a logout may return to. /v2/logout ignores query and fragment in the match,
	// /oidc/logout does not.
	AllowedLogoutURLs []string
	// WebOrigins are the origins ("http://localhost:4300") that may receive web_message answers and call the
	// token endpoint by CORS.
	WebOrigins []string
}

// A User logs in with email and password.
type User struct {
	Email    string
	Password string
	Name     string
	Sub      string // "auth0|" and an id
}

// An API is a resource server, known by its audience.
type API struct {
	Audience string
	// Scopes that a client may ask for. Others are left out of the token without an error, as Auth0 does.
	Scopes []string
	// AccessTokenLifetime overrides Config.AccessTokenLifetime; 0 does not.
	AccessTokenLifetime time.Duration
}

// withDefaults fills in what the caller left out.
func (c Config) withDefaults() Config {
	c.Sessions.Idle = orDefault(c.Sessions.Idle, 300*time.Second)
	c.Sessions.Absolute = orDefault(c.Sessions.Absolute, 12*time.Hour)
	c.IDTokenLifetime = orDefault(c.IDTokenLifetime, 150*time.Second)
	c.AccessTokenLifetime = orDefault(c.AccessTokenLifetime, 86400*time.Second)
	c.CodeLifetime = orDefault(c.CodeLifetime, 60*time.Second)
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Store == nil {
		c.Store = store.NewMemory(c.Now)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Instance == "" {
		c.Instance = instanceOf(c.Issuer)
	}
	return c
}

func orDefault(d, standard time.Duration) time.Duration {
	if d == 0 {
		return standard
	}
	return d
}
