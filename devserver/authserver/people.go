package authserver

import (
	"cmp"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A User logs in with email and password, or comes from a connection.
type User struct {
	Email    string
	Password string // empty for a user who comes from a connection
	Name     string
	Sub      string // "auth0|" and an id, or "facebook|" and the provider's

	Phone string
	// EmailUnverified is told to applications as email_verified false.
	EmailUnverified bool
	// Blocked users cannot log in, and their refresh tokens are refused.
	Blocked bool
	// TOTPSecret is the base32 secret of the user's authenticator app (RFC 6238); empty: the user has none yet, and
	// is shown one when the second factor is first asked for.
	TOTPSecret string
	// UserMetadata and AppMetadata are the Management API's. They are replaced as a whole, never changed in place.
	UserMetadata, AppMetadata map[string]any
	// Organizations are the ids of those the user is a member of.
	Organizations []string
}

func (u User) clone() User {
	u.Organizations = slices.Clone(u.Organizations)
	return u
}

// An Organization is a group of users of a business customer.
type Organization struct {
	ID   string // "org_" and an id
	Name string
}

// A Connection is a social identity provider: an OpenID provider on an origin of its own.
type Connection struct {
	// Name is what `connection` at /authorize and the subs of its users begin with: "facebook".
	Name string
	// DisplayName is on the login page's button; "" is Name.
	DisplayName string
	// Issuer is the provider's origin with a trailing slash.
	Issuer string
	// ClientID and ClientSecret are this server's at the provider.
	ClientID, ClientSecret string
}

// An API is a resource server, known by its audience.
type API struct {
	Audience string
	// Scopes that a client may ask for. Others are left out of the token without an error, as Auth0 does.
	Scopes []string
	// AccessTokenLifetime overrides Config.AccessTokenLifetime; 0 does not.
	AccessTokenLifetime time.Duration
	// SigningAlg signs the API's access tokens: RS256 (the default), PS256, ES256 or EdDSA.
	SigningAlg string
	// AskConsent asks the user also for first-party clients.
	AskConsent bool
}

func (a API) signingAlg() string { return cmp.Or(a.SigningAlg, string(jose.RS256)) }
