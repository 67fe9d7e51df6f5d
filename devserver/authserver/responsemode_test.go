package authserver_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestFragmentAnswers(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	for name, v := range map[string]url.Values{
		"code":  params("response_mode", "fragment"),
		"error": params("response_mode", "fragment", "prompt", "none", "max_age", "0"),
	} {
		u := mustURL(t, b.authorize(t, v).Header.Get("Location"))
		got, err := url.ParseQuery(u.Fragment)
		if err != nil || got.Get(name) == "" || got.Get("state") != "state-1" || got.Get("iss") != tn.issuer || u.RawQuery != "" {
			t.Errorf("%s: %s", name, u)
		}
	}
}

func TestFormPostAnswers(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	for name, v := range map[string]url.Values{
		"code":  params("response_mode", "form_post"),
		"error": params("response_mode", "form_post", "prompt", "none", "max_age", "0"),
	} {
		page := b.authorize(t, v)
		if page.StatusCode != http.StatusOK || !strings.Contains(page.body, `<form method="post" action="`+callback+`">`) {
			t.Fatalf("%s: status %d\n%s", name, page.StatusCode, page.body)
		}
		if hidden(t, page.body, name) == "" || hidden(t, page.body, "state") != "state-1" || hidden(t, page.body, "iss") != tn.issuer {
			t.Errorf("%s: the form lacks a field:\n%s", name, page.body)
		}
		policy := page.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "script-src 'sha256-") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("policy %q", policy)
		}
	}
}

// A state is data in every mode.
func TestHostileStateInFormPost(t *testing.T) {
	tn := newTenant(t)
	b, _ := tn.loggedIn(t)
	const hostile = `"><script>alert(1)</script>`
	page := b.authorize(t, params("response_mode", "form_post", "state", hostile))
	if strings.Contains(page.body, "<script>alert") || hidden(t, page.body, "state") != hostile {
		t.Errorf("the state came through as markup:\n%s", page.body)
	}
}

// The login's own answer takes the mode, too.
func TestFormPostAfterLogin(t *testing.T) {
	tn := newTenant(t)
	b := tn.browser(t)
	_, interaction := b.loginPage(t, params("response_mode", "form_post"))
	code := hidden(t, b.post(t, "/login", credentials(interaction)).body, "code")
	if got := b.exchange(t, code); got.status != http.StatusOK {
		t.Errorf("answered %+v", got)
	}
}
