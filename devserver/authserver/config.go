package authserver

import (
	"cmp"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// Config says what a Server is. The zero value of each optional field chooses its default.
type Config struct {
	// Issuer names the server in tokens and metadata: an origin and perhaps a path, with a trailing slash as Auth0's
	// has: "http://localhost:4400/". Required.
	Issuer string
	// PublicURL is where browsers and clients find the server, if that is not the issuer: behind a proxy, or from
	// outside a container. Endpoints, cookies and redirects are made of it, never of a request's headers. It has the
	// form of an issuer, and its path is where the handler is mounted: a proxy passes that on as it is.
	PublicURL string
	// Public allows plain http for a host that is not loopback. Every page then says that any password works here,
	// and any does: nobody shall take a mock that others can reach for something that protects.
	Public bool
	// Clients are the applications of the tenant. They share the session. Required.
	Clients []Client
	// Users are those who can log in.
	Users []User
	// APIs are the resource servers that access tokens can be asked for by `audience`.
	APIs []API
	// Connections are the social identity providers that users can come from.
	Connections []Connection
	// Organizations can be named at /authorize.
	Organizations []Organization
	// AllowedLogoutURLs is the tenant's own list: it serves logout requests that name no client.
	AllowedLogoutURLs []string

	// Sessions limits how long a session lives. Server.ChangeSettings changes it, and the next three, at run time.
	Sessions SessionLimits
	// Plan caps Sessions; "" is SelfService.
	Plan Plan
	// Cookies says whether the session cookie outlives the browser; "" is Persistent.
	Cookies CookieMode
	// MFA says when the second factor is asked for; "" is StepUp.
	MFA MFAPolicy
	// Flags are the tenant's switches, Quirks those that make it less strict, as Auth0 is. Server.ChangeSettings
	// changes both.
	Flags  Flags
	Quirks Quirks
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
	// PushedRequestLifetime is how long a request_uri can be used: 60 s by default (RFC 9126 section 2.2).
	PushedRequestLifetime time.Duration
	// DPoPNonceLifetime is how long a nonce for DPoP proofs is good: 300 s by default.
	DPoPNonceLifetime time.Duration

	// Key signs tokens by RS256. It has 2048 bits or more. Nil makes one in the background: nothing but tokens
	// and the JWKS waits for it.
	Key *rsa.PrivateKey
	// Store keeps sessions, codes and refresh tokens; nil is memory.
	Store store.Store
	// HTTPClient asks the identity providers of Connections and delivers logout tokens; nil is one that waits 10 s at
	// most.
	HTTPClient *http.Client
	// Log hears of every refusal; nil is silence.
	Log *slog.Logger
	// RecordRequests is how many requests Server.Requests remembers, secrets and all; 0 is none.
	RecordRequests int
	// Instance goes into the cookie's name, because cookies ignore ports: two servers on one host need two names.
	// Letters, digits, '-' and '_'; by default it is made of PublicURL.
	Instance string
}

// Validate tells what New would refuse, without making a server: the error names the field and how to mend it.
func (c Config) Validate() error { return c.withDefaults().validate() }

// withDefaults fills in what the caller left out.
func (c Config) withDefaults() Config {
	c.Sessions.Idle = orDefault(c.Sessions.Idle, 300*time.Second)
	c.Sessions.Absolute = orDefault(c.Sessions.Absolute, 12*time.Hour)
	c.IDTokenLifetime = orDefault(c.IDTokenLifetime, 150*time.Second)
	c.AccessTokenLifetime = orDefault(c.AccessTokenLifetime, 86400*time.Second)
	c.CodeLifetime = orDefault(c.CodeLifetime, 60*time.Second)
	c.PushedRequestLifetime = orDefault(c.PushedRequestLifetime, 60*time.Second)
	c.DPoPNonceLifetime = orDefault(c.DPoPNonceLifetime, 300*time.Second)
	c.Plan = cmp.Or(c.Plan, SelfService)
	c.Cookies = cmp.Or(c.Cookies, Persistent)
	c.MFA = cmp.Or(c.MFA, StepUp)
	c.Connections = slices.Clone(c.Connections)
	for i, connection := range c.Connections {
		c.Connections[i].DisplayName = cmp.Or(connection.DisplayName, connection.Name)
	}
	c.Clients = slices.Clone(c.Clients)
	for i := range c.Clients {
		c.Clients[i] = c.Clients[i].withDefaults()
	}
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{Timeout: 10 * time.Second}
	}
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
	c.PublicURL = cmp.Or(c.PublicURL, c.Issuer)
	if c.Instance == "" {
		c.Instance = instanceOf(c.PublicURL)
	}
	return c
}

func orDefault(d, standard time.Duration) time.Duration {
	if d == 0 {
		return standard
	}
	return d
}
