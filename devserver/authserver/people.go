package authserver

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A User logs in with email and password, or comes from a connection.
type User struct {
	Email    string `yaml:"email"`
	Password string `yaml:"password,omitempty"` // empty for a user who comes from a connection
	Name     string `yaml:"name,omitempty"`
	Sub      string `yaml:"user_id"` // "auth0|" and an id, or "facebook|" and the provider's

	Phone string `yaml:"phone_number,omitempty"`
	// EmailUnverified is told to applications as email_verified false.
	EmailUnverified bool `yaml:"email_unverified,omitempty"`
	// Blocked users cannot log in, and their refresh tokens are refused.
	Blocked bool `yaml:"blocked,omitempty"`
	// TOTPSecret is the base32 secret of the user's authenticator app (RFC 6238); empty: the user has none yet, and
	// is shown one when the second factor is first asked for.
	TOTPSecret string `yaml:"totp_secret,omitempty"`
	// UserMetadata and AppMetadata are the Management API's. They are replaced as a whole, never changed in place.
	UserMetadata map[string]any `yaml:"user_metadata,omitempty"`
	AppMetadata  map[string]any `yaml:"app_metadata,omitempty"`
	// Organizations are the ids of those the user is a member of.
	Organizations []string `yaml:"organizations,omitempty"`
}

func (u User) clone() User {
	u.Organizations = slices.Clone(u.Organizations)
	return u
}

// An Organization is a group of users of a business customer.
type Organization struct {
	ID   string `yaml:"id"` // "org_" and an id
	Name string `yaml:"name,omitempty"`
}

// A Connection is a social identity provider: an OpenID provider on an origin of its own.
type Connection struct {
	// Name is what `connection` at /authorize and the subs of its users begin with: "facebook".
	Name string `yaml:"name"`
	// DisplayName is on the login page's button; "" is Name.
	DisplayName string `yaml:"display_name,omitempty"`
	// Issuer is the provider's origin with a trailing slash.
	Issuer string `yaml:"issuer"`
	// ClientID and ClientSecret are this server's at the provider.
	ClientID     string `yaml:"client_id"`
	ClientSecret string `yaml:"client_secret"`
}

// An API is a resource server, known by its audience.
type API struct {
	Audience string `yaml:"audience"`
	// Scopes that a client may ask for. Others are left out of the token without an error, as Auth0 does.
	Scopes []string `yaml:"scopes,omitempty"`
	// AccessTokenLifetime overrides Config.AccessTokenLifetime; 0 does not.
	AccessTokenLifetime time.Duration `yaml:"access_token_lifetime,omitempty"`
	// SigningAlg signs the API's access tokens: RS256 (the default), PS256, ES256 or EdDSA.
	SigningAlg string `yaml:"signing_alg,omitempty"`
	// AskConsent asks the user also for first-party clients.
	AskConsent bool `yaml:"ask_consent,omitempty"`
}

func (a API) signingAlg() string { return cmp.Or(a.SigningAlg, string(jose.RS256)) }
