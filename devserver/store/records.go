package store

import (
	"net/url"
	"slices"
	"time"
)

// A Session is what the authorization server knows of one browser. It is anonymous until a login.
type Session struct {
	ID  string // the cookie's value, and so a secret
	SID string // the public name: the `sid` claim; empty while anonymous

	Sub     string   // the user; empty while anonymous
	Clients []string // the applications that took part, in the order of their first request

	Created         time.Time
	AuthenticatedAt time.Time // the last login; zero while anonymous
	LastInteraction time.Time // the last accepted touch

	// Idle and Absolute are fixed at the login; a setting that is lowered later lowers them, too. Idle counts from
	// LastInteraction, Absolute from the last login, whatever the activity.
	Idle, Absolute time.Duration
	NotAfter       time.Time // when the identity provider's own session ends; zero: it did not say
	Persistent     bool      // the cookie outlives the browser
	Ended          bool      // a limit was seen to have passed; for good, even if the clock is set back

	Connection string    // that the user logged in by; "" is email and password
	MFAAt      time.Time // when the second factor was passed; zero if it was not since the last login

	InitialDevice Device // of the last login
	LastDevice    Device // of the last accepted touch

	// IdPLogout names the connection whose own session may still live in this browser after a logout here. It is
	// kept until the next authorization request.
	IdPLogout string

	Pending []Interaction // pages that wait for the user, oldest first
}

// A Device is what a browser said of itself, and where it was.
type Device struct {
	UserAgent string `json:"user_agent"` // anybody's text, cut to a few hundred bytes
	IP        string `json:"ip"`
}

// Anonymous tells whether nobody has logged in to this session.
func (s Session) Anonymous() bool { return s.Sub == "" }

// IdleExpires is the instant at which the session ends unless it is touched before.
func (s Session) IdleExpires() time.Time { return s.LastInteraction.Add(s.Idle) }

// AbsoluteExpires is the instant at which the session ends whatever happens.
func (s Session) AbsoluteExpires() time.Time {
	if s.Anonymous() {
		return s.Created.Add(s.Absolute)
	}
	absolute := s.AuthenticatedAt.Add(s.Absolute)
	if !s.NotAfter.IsZero() && s.NotAfter.Before(absolute) {
		return s.NotAfter
	}
	return absolute
}

// ends is the earlier of the two.
func (s Session) ends() time.Time {
	idle, absolute := s.IdleExpires(), s.AbsoluteExpires()
	if absolute.Before(idle) {
		return absolute
	}
	return idle
}

// Expired tells whether one of the two limits has been reached.
func (s Session) Expired(now time.Time) bool {
	return s.Ended || !now.Before(s.ends())
}

// clone shares no memory with s, so that nobody changes a stored session from outside.
func (s Session) clone() Session {
	s.Clients = slices.Clone(s.Clients)
	s.Pending = slices.Clone(s.Pending)
	return s
}

// An Interaction is a chain of the authorization server's pages that wait for the user: a login with all its steps, or
// the question whether to log out. It belongs to one session, so that nobody can answer it from another browser. One
// of Login and Logout is set.
type Interaction struct {
	ID      string
	Created time.Time
	Login   *AuthorizationRequest
	Done    Steps // of the login
	Logout  *LogoutRequest

	// Connection and UpstreamState are set while the user is at an identity provider.
	Connection    string
	UpstreamState string // a secret of this browser (RFC 6749 section 10.12)
	// EnrollSecret is the TOTP secret that the page offers to a user who has none yet.
	EnrollSecret string
}

// Steps are what the user has done within one interaction, so that nothing is asked twice.
type Steps struct {
	Authenticated bool // logged in
	Account       bool // chose to go on as the user of the session
	MFA           bool // passed the second factor
	Consented     bool // said yes to what the application asks for
}

// An AuthorizationRequest has been validated: its client is known and its redirect URI is registered. Nothing
// changes one after that, so copies may share it.
type AuthorizationRequest struct {
	ClientID      string
	RedirectURI   string
	ResponseMode  string // query, fragment, form_post or web_message
	Scope         string // as granted
	Audience      string // the API that the access token is for; may be empty
	State         string
	Nonce         string
	CodeChallenge string // S256 (RFC 7636); empty only for a confidential client
	DPoPKey       string // the thumbprint that the code is bound to (RFC 9449 section 10); may be empty

	Prompt       []string
	MaxAge       time.Duration // negative: none was asked for
	LoginHint    string
	UILocales    string
	ACRValues    []string
	Connection   string // skips the login page; may be empty
	Organization string // its id; may be empty
}

// A LogoutRequest has been validated: its redirect URI, if it has one, is registered.
type LogoutRequest struct {
	ClientID    string // may be empty
	RedirectURI string // with `state`; may be empty
	Federated   bool   // the identity provider's session shall end, too
}

// A Code is an authorization code with all that it was issued for.
type Code struct {
	Value   string // a secret
	Expires time.Time
	Request AuthorizationRequest

	Login Login
	MFA   bool // the second factor was passed in this very login
}

// A Login is what tokens say of how their user came in.
type Login struct {
	Sub             string
	SID             string // of the session, which may be gone by now
	AuthenticatedAt time.Time
}

// A PushedRequest is an authorization request that its client sent ahead (RFC 9126).
type PushedRequest struct {
	URI      string // urn:ietf:params:oauth:request_uri: and a secret
	ClientID string
	Params   url.Values
	Expires  time.Time
}

// A RefreshFamily is all the refresh tokens that descend from one login: each exchange makes the next generation and
// ends the one before it. Tokens are made of Secret and the generation, so a family takes the same room however often
// it was rotated, and an old token is still known for what it is.
type RefreshFamily struct {
	ID     string
	Secret []byte // of the tokens' MAC

	Generation int       // of the token that is good now
	RotatedAt  time.Time // when the generation before it ended
	Revoked    bool      // reuse of an old token was seen
	Online     bool      // it ends with its session, and does not rotate

	ClientID     string
	Scope        string
	Audience     string
	Organization string
	DPoPKey      string // the thumbprint that the tokens are bound to; empty: bearer tokens
	Login        Login

	Created       time.Time
	LastExchanged time.Time
	Expires       time.Time // fixed when the family was made; zero: never
}

// A Consent is what a user allowed a client, until it is taken back.
type Consent struct {
	Sub, ClientID string
	Scopes        []string  // each preceded by its audience and a space, if it has one
	Saved         time.Time // by the store
}
