package authserver

import (
	"slices"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// An outcome is what /authorize does with a valid request.
type outcome int

const (
	proceed        outcome = iota // answer with a code
	askCredentials                // show the login page
	loginRequired                 // prompt=none, and the login page would have to be shown
)

// decide applies OIDC Core section 3.1.2.1 (prompt and max_age). session is nil when none lives. It also says why
// the session was not enough.
func decide(req authorization, session *store.Session, now time.Time) (outcome, string) {
	why := ""
	switch {
	case session == nil:
		why = "there is no session"
	case slices.Contains(req.prompt, "login"), slices.Contains(req.prompt, "select_account"):
		why = "the application asked for a login by prompt"
	case req.maxAge == 0:
		why = "max_age=0 asks for a login, as prompt=login does"
	case req.maxAge > 0 && now.Sub(session.AuthenticatedAt) > req.maxAge:
		why = "the last login is older than max_age"
	default:
		return proceed, ""
	}
	if slices.Contains(req.prompt, "none") {
		return loginRequired, why
	}
	return askCredentials, why
}
