package authserver

import (
	"slices"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// An outcome is what a valid request needs next.
type outcome int

const (
	proceed        outcome = iota // nothing: answer with a code
	askCredentials                // the login page
	askAccount                    // the question whether to go on as the user of the session
	askMFA                        // the second factor
	askConsent                    // the user's consent
)

// facts are what decide must know beside the request and the session.
type facts struct {
	mfaAlways      bool // the tenant asks for the second factor at every login
	consentMissing bool
	confirm        bool // the account, if no other page was shown
	now            time.Time
}

// decide applies OIDC Core section 3.1.2.1 (prompt, max_age, acr_values). session is nil when none lives; done is what
// the user has done for this very request. It also says why the session was not enough.
func decide(req store.AuthorizationRequest, done store.Steps, session *store.Session, f facts) (outcome, string) {
	prompted := func(p string) bool { return slices.Contains(req.Prompt, p) }
	switch {
	case session == nil:
		return askCredentials, "there is no session"
	case done.Authenticated:
	case prompted("login"):
		return askCredentials, "the application asked for a login by prompt"
	case req.MaxAge == 0:
		return askCredentials, "max_age=0 asks for a login, as prompt=login does"
	case req.MaxAge > 0 && f.now.Sub(session.AuthenticatedAt) > req.MaxAge:
		return askCredentials, "the last login is older than max_age"
	case prompted("select_account") && !done.Account:
		return askAccount, "the application asked for the choice of an account by prompt"
	}
	if session.MFAAt.IsZero() && (f.mfaAlways || slices.Contains(req.ACRValues, multiFactor)) {
		return askMFA, "the second factor has not been passed since the last login"
	}
	if !done.Consented && (f.consentMissing || prompted("consent")) {
		return askConsent, "the user has not consented to what the application asks for"
	}
	if f.confirm && done == (store.Steps{}) {
		return askAccount, "nobody can verify whose redirect URI this is"
	}
	return proceed, ""
}

// refuseSilently is the answer to prompt=none where a page would have to be shown. The texts are Auth0's; its SDK knows
// the one about the second factor to the letter.
func refuseSilently(what outcome, why string) *refusal {
	switch what {
	case askMFA:
		return refuse("login_required", "Multifactor authentication required").because("%s", why).
			mend("step up interactively: send acr_values without prompt=none")
	case askConsent:
		return refuse("consent_required", "Consent required").because("%s", why).
			mend("ask for consent once, without prompt=none")
	}
	return refuse("login_required", "Login required").because("%s", why).
		mend("log in interactively; if you have, look whether the browser sends this server's cookie to a frame")
}
