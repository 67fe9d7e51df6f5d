package conformance_test

import (
	"strings"
	"time"
)

func promptLogin(r *run) {
	_, before := r.happy()
	r.clock = r.clock.Add(time.Second)
	p := r.authorize("prompt", "login")
	_, after := r.exchange(r.logIn(p))
	if after.AuthTime <= before.AuthTime || after.Subject != before.Subject {
		r.Errorf("auth_time went from %d to %d", before.AuthTime, after.AuthTime)
	}
	r.look()
}

func promptNoneNotLoggedIn(r *run) {
	r.wantError(r.authorize("prompt", "none"), "login_required")
}

func promptNoneLoggedIn(r *run) {
	_, before := r.happy("max_age", "10000")
	r.clock = r.clock.Add(time.Second)
	_, after := r.again("prompt", "none", "max_age", "10000")
	if after.Subject != before.Subject || after.AuthTime != before.AuthTime || after.AuthTime == 0 {
		r.Errorf("%+v became %+v", before, after)
	}
}

func maxAge1(r *run) {
	_, before := r.happy()
	r.clock = r.clock.Add(2 * time.Second)
	_, after := r.exchange(r.logIn(r.authorize("max_age", "1")))
	if after.AuthTime <= before.AuthTime {
		r.Errorf("auth_time went from %d to %d", before.AuthTime, after.AuthTime)
	}
	r.look()
}

func maxAge10000(r *run) {
	_, before := r.happy("max_age", "10000")
	r.clock = r.clock.Add(time.Second)
	if _, after := r.again("max_age", "10000"); after.AuthTime != before.AuthTime || after.AuthTime == 0 {
		r.Errorf("auth_time went from %d to %d without a login", before.AuthTime, after.AuthTime)
	}
}

func idTokenHint(r *run) {
	reply, before := r.happy()
	if _, after := r.again("prompt", "none", "id_token_hint", reply.IDToken); after.Subject != before.Subject {
		r.Errorf("%q became %q", before.Subject, after.Subject)
	}
}

func loginHint(r *run) {
	p := r.authorize("login_hint", "grace@storezero.example")
	if !strings.Contains(p.body, `value="grace@storezero.example"`) {
		r.Errorf("the hint is not on the page:\n%s", p.body)
	}
	r.exchange(r.logIn(p))
}

// acrValues: the request must succeed, and acr should be in the ID token.
func acrValues(r *run) {
	if _, c := r.happy("acr_values", "1 2"); c.ACR == "" {
		r.warn()
	}
}
