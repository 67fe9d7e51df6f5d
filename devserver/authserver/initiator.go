package authserver

// An Initiator is why a session ended, in the words of Auth0's backchannel_logout_initiators.
type Initiator string

// The initiators that this server knows.
const (
	RPLogout               Initiator = "rp-logout"       // the user, at one of the logout endpoints
	SessionExpired         Initiator = "session-expired" // idle or absolute limit
	SessionRevoked         Initiator = "session-revoked" // an administrator, or another user's login in the same browser
	PasswordChanged        Initiator = "password-changed"
	EmailIdentifierChanged Initiator = "email-identifier-changed"
	AccountDeleted         Initiator = "account-deleted"
)

var initiators = []Initiator{RPLogout, SessionExpired, SessionRevoked, PasswordChanged, EmailIdentifierChanged, AccountDeleted}
