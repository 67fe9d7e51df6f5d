package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const notAllowed = "is not defined as a valid URL in &#39;Allowed Logout URLs&#39;"

func TestV2Logout(t *testing.T) {
	for _, tc := range []struct {
		name     string
		query    url.Values
		location string // or
		status   int    // of a page that shows
		text     string
	}{
		{"to an allowed URL", url.Values{"client_id": {"storezero"}, "returnTo": {app + "/signed-out"}}, app + "/signed-out", 302, ""},
		{"query and fragment do not count", url.Values{"client_id": {"storezero"}, "returnTo": {app + "/signed-out?a=1#b"}}, app + "/signed-out?a=1#b", 302, ""},
		{"host in another case", url.Values{"client_id": {"storezero"}, "returnTo": {"HTTP://LOCALHOST:4300/signed-out"}}, "HTTP://LOCALHOST:4300/signed-out", 302, ""},
		{"path in another case", url.Values{"client_id": {"storezero"}, "returnTo": {app + "/Signed-Out"}}, "", 400, notAllowed},
		{"origin without its slash", url.Values{"client_id": {"storezero"}, "returnTo": {app}}, app, 302, ""},
		{"no returnTo: the first allowed URL", url.Values{"client_id": {"storezero"}}, app + "/signed-out", 302, ""},
		{"nothing at all", nil, "", 200, "You are logged out"},
		{"another site", url.Values{"client_id": {"storezero"}, "returnTo": {"https://evil.example/"}}, "", 400, notAllowed},
		{"a name before the host", url.Values{"client_id": {"storezero"}, "returnTo": {"http://x@localhost:4300/signed-out"}}, "", 400, notAllowed},
		{"a host that starts alike", url.Values{"client_id": {"storezero"}, "returnTo": {"http://localhost:4300.evil.example/signed-out"}}, "", 400, notAllowed},
		{"a script", url.Values{"client_id": {"storezero"}, "returnTo": {"javascript:alert(1)"}}, "", 400, notAllowed},
		{"the other application's URL", url.Values{"client_id": {"storezero-outlet"}, "returnTo": {app + "/"}}, "", 400, notAllowed},
		{"no client: the tenant's list", url.Values{"returnTo": {app + "/tenant-out"}}, app + "/tenant-out", 302, ""},
		{"no client: not the application's list", url.Values{"returnTo": {app + "/signed-out"}}, "", 400, notAllowed},
		{"unknown client", url.Values{"client_id": {"nobody"}}, "", 400, "Unknown client: nobody"},
		{"two targets", url.Values{"returnTo": {app + "/tenant-out", app + "/"}}, "", 400, "Duplicate parameter: returnTo"},
		{"a target too long", url.Values{"returnTo": {app + "/" + strings.Repeat("x", 9000)}}, "", 400, "The parameters are longer than 8192 bytes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			resp := b.get(t, "/v2/logout?"+tc.query.Encode())
			if resp.Header.Get("Location") != tc.location || resp.StatusCode != tc.status || !strings.Contains(resp.body, tc.text) {
				t.Errorf("status %d, Location %q, want %d and %q with %q in\n%s",
					resp.StatusCode, resp.Header.Get("Location"), tc.status, tc.location, tc.text, resp.body)
			}
			// Whatever becomes of the redirect: who asked to be logged out is.
			if got := b.silently(t); got.Error != "login_required" {
				t.Errorf("still logged in: %+v", got)
			}
		})
	}
}

func TestLogoutEndsTheSessionForEveryApplication(t *testing.T) {
	tn := newTenant(t)
	b, sid := tn.loggedIn(t)
	stolen := b.cookies(t)
	b.get(t, "/v2/logout?client_id=storezero")
	if len(b.cookies(t)) != 0 {
		t.Errorf("the cookie stays: %v", b.cookies(t))
	}
	b.Jar.SetCookies(mustURL(t, tn.issuer), stolen)
	got := location(t, b.authorize(t, params("prompt", "none", "client_id", "storezero-outlet", "redirect_uri", app+"/outlet")))
	if got.Get("error") != "login_required" {
		t.Errorf("the second application is still signed in: %v", got)
	}
	if _, err := tn.Session(sid); err == nil {
		t.Error("the session is still there")
	}
}

// The first value is who is logged in at the browser, with an ID token of that session at hand.
func TestOIDCLogout(t *testing.T) {
	for _, tc := range []struct {
		name     string
		query    func(idToken, sid string) url.Values
		location string
		status   int
		text     string
		ended    bool
	}{
		{"hint and allowed URL", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "post_logout_redirect_uri": {app + "/signed-out"}, "state": {"s 1"}}
		}, app + "/signed-out?state=s+1", 302, "", true},
		{"hint and its client alone: the first allowed URL", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "client_id": {"storezero"}}
		}, app + "/signed-out", 302, "", true},
		{"hint alone: no redirect", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}}
		}, "", 200, "You are logged out", true},
		{"hint and its client", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "client_id": {"storezero"}, "post_logout_redirect_uri": {app + "/"}}
		}, app + "/", 302, "", true},
		{"logout_hint and client", func(_, sid string) url.Values {
			return url.Values{"logout_hint": {sid}, "client_id": {"storezero"}, "post_logout_redirect_uri": {app + "/"}}
		}, app + "/", 302, "", true},
		{"logout_hint alone: the tenant's list", func(_, sid string) url.Values {
			return url.Values{"logout_hint": {sid}, "post_logout_redirect_uri": {app + "/tenant-out"}}
		}, app + "/tenant-out", 302, "", true},
		{"hint and another client", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "client_id": {"storezero-outlet"}}
		}, "", 400, "client_id is not the audience of id_token_hint", false},
		{"hint and another session", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "logout_hint": {"other"}}
		}, "", 400, "logout_hint is not the sid of id_token_hint", false},
		{"hint that was tampered with", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id[:len(id)-8] + "AAAAAAAA"}, "post_logout_redirect_uri": {app + "/signed-out"}}
		}, "", 400, "id_token_hint is not an ID token of this server", false},
		{"hint without a signature", func(id, _ string) url.Values {
			payload := strings.Split(id, ".")[1]
			return url.Values{"id_token_hint": {"eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + payload + "."}}
		}, "", 400, "id_token_hint is not an ID token of this server", false},
		{"hint and a URL that is not allowed", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "post_logout_redirect_uri": {"https://evil.example/"}}
		}, "", 400, "post_logout_redirect_uri is not in the list", true},
		{"hint and a query more", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id}, "post_logout_redirect_uri": {app + "/signed-out?x=1"}}
		}, "", 400, "post_logout_redirect_uri is not in the list", true},
		{"no hint and a URL that is not allowed", func(string, string) url.Values {
			return url.Values{"client_id": {"storezero"}, "post_logout_redirect_uri": {"https://evil.example/"}}
		}, "", 400, "post_logout_redirect_uri is not in the list", false},
		{"two hints", func(id, _ string) url.Values {
			return url.Values{"id_token_hint": {id, id}}
		}, "", 400, "Duplicate parameter: id_token_hint", false},
		{"unknown client", func(string, string) url.Values {
			return url.Values{"client_id": {"nobody"}}
		}, "", 400, "Unknown client: nobody", false},
	} {
		for _, method := range []string{"GET", "POST"} {
			t.Run(tc.name+" by "+method, func(t *testing.T) {
				tn := newTenant(t)
				b, sid, idToken := tn.loggedInWithIDToken(t)
				resp := b.endSession(t, method, tc.query(idToken, sid))
				status := tc.status
				if method == "POST" && status == 302 {
					status = 303
				}
				if resp.Header.Get("Location") != tc.location || resp.StatusCode != status || !strings.Contains(resp.body, tc.text) {
					t.Errorf("status %d, Location %q, want %d and %q with %q in\n%s",
						resp.StatusCode, resp.Header.Get("Location"), status, tc.location, tc.text, resp.body)
				}
				if got := b.silently(t); (got.Error == "login_required") != tc.ended {
					t.Errorf("afterwards %+v, want a session that ended: %v", got, tc.ended)
				}
			})
		}
	}
}

// Without proof that an application of this session asks, the user is asked.
func TestOIDCLogoutAsksTheUser(t *testing.T) {
	for _, tc := range []struct {
		name  string
		query url.Values
		after string // the Location, or the title, after the user agrees
	}{
		{"no parameters", nil, "You are logged out"},
		{"client alone", url.Values{"client_id": {"storezero"}}, app + "/signed-out"},
		{"client and URL", url.Values{"client_id": {"storezero"}, "post_logout_redirect_uri": {app + "/"}, "state": {"s"}}, app + "/?state=s"},
		{"another session's logout_hint", url.Values{"logout_hint": {"other"}, "client_id": {"storezero"}}, app + "/signed-out"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tn := newTenant(t)
			b, _ := tn.loggedIn(t)
			page, interaction := b.logoutQuestion(t, tc.query)
			if !strings.Contains(page.body, "Log out?") {
				t.Fatalf("no question:\n%s", page.body)
			}
			if got := b.silently(t); got.Code == "" {
				t.Fatalf("logged out before the user agreed: %+v", got)
			}
			resp := b.post(t, "/oidc/logout/confirm", url.Values{"interaction": {interaction}, "action": {"logout"}})
			if resp.Header.Get("Location") != tc.after && !strings.Contains(resp.body, tc.after) {
				t.Errorf("afterwards: status %d, Location %q, want %q\n%s", resp.StatusCode, resp.Header.Get("Location"), tc.after, resp.body)
			}
			if got := b.silently(t); got.Error != "login_required" {
				t.Errorf("still logged in: %+v", got)
			}
		})
	}
}

func TestOIDCLogoutDeclined(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	_, interaction := b.logoutQuestion(t, nil)
	resp := b.post(t, "/oidc/logout/confirm", url.Values{"interaction": {interaction}, "action": {"stay"}})
	if !strings.Contains(resp.body, "You are still logged in") {
		t.Errorf("status %d\n%s", resp.StatusCode, resp.body)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("logged out all the same: %+v", got)
	}
}

func TestLogoutQuestionHeadersAndForgery(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	page, interaction := b.logoutQuestion(t, url.Values{"client_id": {"storezero"}})
	checkPageHeaders(t, page, "form-action 'self' "+app)
	form := url.Values{"interaction": {interaction}, "action": {"logout"}}
	if resp := b.post(t, "/oidc/logout/confirm", form, "Sec-Fetch-Site", "cross-site"); resp.StatusCode != http.StatusForbidden {
		t.Errorf("another site's form: status %d", resp.StatusCode)
	}
	if resp := b.post(t, "/login", credentials(interaction)); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("a logout question taken for a login page: status %d", resp.StatusCode)
	}
	if got := b.silently(t); got.Code == "" {
		t.Errorf("logged out: %+v", got)
	}
}

// An ID token lives 150 s: logging out later than that must work, and so must logging out twice.
func TestOIDCLogoutWithExpiredHint(t *testing.T) {
	tn := newTenant(t)
	b, _, idToken := tn.loggedInWithIDToken(t)
	tn.clock.Advance(299e9)
	query := url.Values{"id_token_hint": {idToken}, "post_logout_redirect_uri": {app + "/signed-out"}}
	for _, when := range []string{"first", "again"} {
		if resp := b.endSession(t, "GET", query); resp.Header.Get("Location") != app+"/signed-out" {
			t.Errorf("%s: status %d, Location %q", when, resp.StatusCode, resp.Header.Get("Location"))
		}
	}
}

// An access token proves nothing to the end_session_endpoint.
func TestOIDCLogoutRefusesAccessTokenAsHint(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	tokens := b.exchange(t, b.logIn(t, params()).Get("code"))
	resp := b.endSession(t, "GET", url.Values{"id_token_hint": {tokens.AccessToken}})
	if resp.StatusCode != http.StatusBadRequest {
		t.Errorf("status %d, Location %q", resp.StatusCode, resp.Header.Get("Location"))
	}
}

func TestLogoutWithoutAllowedURLs(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Clients[0].AllowedLogoutURLs = nil })
	b, _, idToken := tn.loggedInWithIDToken(t)
	resp := b.endSession(t, "GET", url.Values{"id_token_hint": {idToken}})
	if resp.StatusCode != http.StatusOK || !strings.Contains(resp.body, "You are logged out") {
		t.Errorf("status %d\n%s", resp.StatusCode, resp.body)
	}
}

func (tn *tenant) loggedInWithIDToken(t *testing.T) (b *browser, sid, idToken string) {
	t.Helper()
	b, sid = tn.loggedIn(t)
	return b, sid, b.exchange(t, b.silently(t).Code).IDToken
}

func (b *browser) endSession(t *testing.T, method string, v url.Values) reply {
	t.Helper()
	if method == "POST" {
		return b.post(t, "/oidc/logout", v)
	}
	return b.get(t, "/oidc/logout?"+v.Encode())
}

func (b *browser) logoutQuestion(t *testing.T, v url.Values) (page reply, interaction string) {
	t.Helper()
	resp := b.endSession(t, "GET", v)
	if !strings.HasPrefix(resp.Header.Get("Location"), "/oidc/logout/confirm?") {
		t.Fatalf("status %d, Location %q, want the question\n%s", resp.StatusCode, resp.Header.Get("Location"), resp.body)
	}
	page = b.get(t, resp.Header.Get("Location"))
	return page, hidden(t, page.body, "interaction")
}
