package config

import (
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/idp"
)

// Config is the file. Every field but those of list items is printed, so that the printed file shows what there is.
type Config struct {
	// Issuer names the authorization server in tokens and metadata; empty is made of its port.
	Issuer string `yaml:"issuer"`
	// PublicURL is where browsers find the authorization server, perhaps below a path: behind a proxy, or from outside a container. Empty is the issuer.
	PublicURL string `yaml:"public_url"`
	// StorefrontURL is the origin where browsers find the storefront; empty is made of its port.
	StorefrontURL string `yaml:"storefront_url"`
	// Ports are those on loopback.
	Ports Ports `yaml:"ports"`
	// TLS serves all origins over https, by a certificate authority of this run alone.
	TLS bool `yaml:"tls"`
	// CAOut is the file that the certificate of that authority is written to; empty is a new one, which goes when the server stops.
	CAOut string `yaml:"ca_out"`
	// Hosts gives each origin a host name of its own below localhost, and so cookies of its own.
	Hosts bool `yaml:"hosts"`
	// Public allows URLs that are not loopback. Every page then says that any password works here, and any does.
	Public bool `yaml:"public"`
	// Dist is the folder of the built module; empty is the one within the binary, or web/dist.
	Dist string `yaml:"dist"`
	// Control is the API under /__mock/.
	Control Control `yaml:"control"`
	// Log says what is logged, and how.
	Log Log `yaml:"log"`

	// Sessions limits how long a session lives.
	Sessions authserver.SessionLimits `yaml:"sessions"`
	// Plan caps the session limits, as Auth0's plans do.
	Plan authserver.Plan `yaml:"plan"`
	// Cookies says whether the session cookie outlives the browser.
	Cookies authserver.CookieMode `yaml:"cookies"`
	// MFA says when the second factor is asked for.
	MFA authserver.MFAPolicy `yaml:"mfa"`
	// Flags are the tenant's switches.
	Flags authserver.Flags `yaml:"flags"`
	// Quirks make the server as lenient as Auth0 is. All are off by default.
	Quirks authserver.Quirks `yaml:"quirks"`
	// IDTokenLifetime is how long an ID token lives.
	IDTokenLifetime time.Duration `yaml:"id_token_lifetime"`
	// AccessTokenLifetime is how long an access token lives. An API can have its own.
	AccessTokenLifetime time.Duration `yaml:"access_token_lifetime"`
	// CodeLifetime is how long an authorization code can be exchanged.
	CodeLifetime time.Duration `yaml:"code_lifetime"`
	// PushedRequestLifetime is how long a request_uri can be used.
	PushedRequestLifetime time.Duration `yaml:"pushed_request_lifetime"`
	// DPoPNonceLifetime is how long a nonce for DPoP proofs is good.
	DPoPNonceLifetime time.Duration `yaml:"dpop_nonce_lifetime"`
	// AllowedLogoutURLs serve logout requests that name no client.
	AllowedLogoutURLs []string `yaml:"allowed_logout_urls"`
	// Clients are the applications of the tenant. They share the session.
	Clients []authserver.Client `yaml:"clients"`
	// APIs are the resource servers that access tokens can be asked for.
	APIs []authserver.API `yaml:"apis"`
	// Users are those who can log in with a password.
	Users []authserver.User `yaml:"users"`
	// Organizations can be named at /authorize.
	Organizations []authserver.Organization `yaml:"organizations"`
	// Connections are OpenID providers beside the built-in one.
	Connections []authserver.Connection `yaml:"connections"`
	// IdentityProvider is the built-in social identity provider, the connection facebook.
	IdentityProvider IdentityProvider `yaml:"identity_provider"`
}

// Ports are where the origins listen; 0 is any free one.
type Ports struct {
	Storefront          int `yaml:"storefront"`
	AuthorizationServer int `yaml:"authorization_server"`
	IdentityProvider    int `yaml:"identity_provider"`
}

// Control is the API for tests and demos under /__mock/.
type Control struct {
	// Enabled is false where nobody shall age sessions or order faults.
	Enabled bool `yaml:"enabled"`
	// Origins are those whose pages may use the API, beside the storefront's.
	Origins []string `yaml:"origins"`
}

// Log says what is logged, and how.
type Log struct {
	// Format is text for a person, json for a program.
	Format string `yaml:"format"`
	// Requests logs each request with its parameters; secrets among them are hidden.
	Requests bool `yaml:"requests"`
	// Secrets logs tokens, codes, cookies and passwords in clear.
	Secrets bool `yaml:"secrets"`
}

// IdentityProvider is the mock social identity provider.
type IdentityProvider struct {
	// Issuer is the origin where browsers find it, with a trailing slash; empty is made of its port.
	Issuer string `yaml:"issuer"`
	// Name is on its pages.
	Name string `yaml:"name"`
	// SessionLifetime is how long a session lives there. If it is set, the authorization server is told, by the
	// session_expiry claim, and lets no session of its own live longer.
	SessionLifetime time.Duration `yaml:"session_lifetime,omitempty"`
	// Users are those who can log in there.
	Users []idp.User `yaml:"users"`
}

// The formats of the log.
const (
	FormatText = "text"
	FormatJSON = "json"
)

// Storefront stands for the storefront's origin in the URLs of clients.
const Storefront = "${storefront}"

// Default is the configuration without a file: the tenant of the demo storefront.
func Default() Config {
	tenant := authserver.Defaults(Storefront)
	social := idp.Defaults()
	return Config{
		Ports:                 Ports{Storefront: 4300, AuthorizationServer: 4400, IdentityProvider: 4500},
		Control:               Control{Enabled: true, Origins: []string{}},
		Log:                   Log{Format: FormatText},
		Sessions:              authserver.SessionLimits{Idle: 300 * time.Second, Absolute: 12 * time.Hour},
		Plan:                  authserver.SelfService,
		Cookies:               authserver.Persistent,
		MFA:                   authserver.StepUp,
		IDTokenLifetime:       150 * time.Second,
		AccessTokenLifetime:   24 * time.Hour,
		CodeLifetime:          60 * time.Second,
		PushedRequestLifetime: 60 * time.Second,
		DPoPNonceLifetime:     300 * time.Second,
		AllowedLogoutURLs:     []string{},
		Clients:               tenant.Clients,
		APIs:                  tenant.APIs,
		Users:                 tenant.Users,
		Organizations:         []authserver.Organization{},
		Connections:           []authserver.Connection{},
		IdentityProvider:      IdentityProvider{Name: social.Name, Users: social.Users},
	}
}
