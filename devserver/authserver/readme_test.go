package authserver_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// What devserver/README.md shows.
func TestSessionEndsWhenIdle(t *testing.T) {
	as := authserver.NewTest(t, func(c *authserver.Config) { c.Sessions.Idle = 5 * time.Minute })
	browser, sid := as.LoggedIn("auth0|ada") // an http.Client with the session's cookie

	as.Advance(4 * time.Minute)                                             // moves sessions, codes and tokens alike
	as.Fail(authserver.Fault{Endpoint: "/oauth/token", Nth: 2, Drop: true}) // the second exchange breaks

	silent := as.URL + "/authorize?client_id=storezero&response_type=code&prompt=none&redirect_uri=http://localhost:4300/callback" +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
	if _, err := browser.Get(silent); err != nil {
		t.Fatal(err)
	}
	session, err := as.Session(sid)
	if err != nil || !session.LastInteraction.Equal(as.Now()) {
		t.Errorf("the silent request did not touch the session: %+v, %v", session, err)
	}
	if asked := as.Requests("/authorize"); len(asked) != 1 || asked[0].Params.Get("prompt") != "none" {
		t.Errorf("recorded: %+v", asked)
	}
}
