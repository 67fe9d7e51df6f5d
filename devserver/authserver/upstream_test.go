package authserver_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A session must not outlive the provider's, if the provider tells when that ends, however active the user is.
func TestSessionEndsWithTheProviders(t *testing.T) {
	tn, _, origin := withIdPOf(t, 10*time.Minute)
	b := tn.browser(t)
	page := b.follow(t, b.authorize(t, params("connection", "facebook")))
	sid, _ := claims(t, b.exchange(t, location(t, b.follow(t, b.logInAt(t, origin, page))).Get("code")).IDToken)["sid"].(string)
	if got := mustSession(t, tn, sid).ExpiresAt; !got.Equal(start.Add(10 * time.Minute)) {
		t.Errorf("the session ends at %v", got)
	}
	for range 2 {
		tn.clock.Advance(4 * time.Minute)
		if got := b.silently(t); got.Code == "" {
			t.Fatalf("active: %+v", got)
		}
	}
	tn.clock.Advance(2*time.Minute - time.Second)
	if got := b.silently(t); got.Code == "" {
		t.Errorf("a second before the end: %+v", got)
	}
	tn.clock.Advance(time.Second)
	if got := b.silently(t); got.Error != "login_required" {
		t.Errorf("at the end: %+v", got)
	}
	// The provider asks, too: both sessions have ended.
	if page := b.follow(t, b.authorize(t, params("connection", "facebook"))); page.Header.Get("Location") != "" {
		t.Errorf("the provider asks nothing: %q", page.Header.Get("Location"))
	}
}

// A provider that tells nothing caps nothing.
func TestProviderThatTellsNoEnd(t *testing.T) {
	tn, _, origin := withIdP(t)
	b := tn.browser(t)
	page := b.follow(t, b.authorize(t, params("connection", "facebook")))
	sid, _ := claims(t, b.exchange(t, location(t, b.follow(t, b.logInAt(t, origin, page))).Get("code")).IDToken)["sid"].(string)
	if got := mustSession(t, tn, sid).ExpiresAt; !got.Equal(start.Add(12 * time.Hour)) {
		t.Errorf("the session ends at %v", got)
	}
}

// A provider may give one email to two of its users in turn. Whom it says they are tells them apart, and nobody else may
// suffer for it.
func TestProviderReusesAnEmail(t *testing.T) {
	tn, _, origin := withIdP(t, func(c *authserver.Config) {
		c.Users = append(c.Users, authserver.User{Sub: "facebook|1", Email: "ada@social.example"})
	})
	b := tn.browser(t)
	b.logInAt(t, origin, b.follow(t, b.authorize(t, params("connection", "facebook"))))
	if len(tn.Users()) != 4 {
		t.Fatalf("users %v", tn.Users())
	}
	if err := tn.ChangeUser("auth0|ada", func(u *authserver.User) { u.Name = "Ada King" }); err != nil {
		t.Errorf("another user cannot be changed any more: %v", err)
	}
}
