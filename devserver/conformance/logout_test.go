package conformance_test

import (
	"net/url"
	"strings"
)

// logoutModules are those of OIDCCRpInitiatedLogoutCertificationTestPlan.
var logoutModules = []module{
	{"oidcc-rp-initiated-logout-discovery-endpoint-verification", passed, "", logoutDiscovery},
	{"oidcc-rp-initiated-logout", passed, "", logout},
	{"oidcc-rp-initiated-logout-bad-post-logout-redirect-uri", review, readsThePage, logoutStays("post_logout_redirect_uri", "https://rp.example/bad")},
	{"oidcc-rp-initiated-logout-modified-id-token-hint", review, readsThePage, logoutModifiedHint},
	{"oidcc-rp-initiated-logout-no-id-token-hint", review, readsThePage, logoutNoHint},
	{"oidcc-rp-initiated-logout-no-params", review, readsThePage, logoutAsks("id_token_hint", "", "post_logout_redirect_uri", "", "state", "")},
	{"oidcc-rp-initiated-logout-no-post-logout-redirect-uri", review, readsThePage, logoutStays("post_logout_redirect_uri", "")},
	{"oidcc-rp-initiated-logout-no-state", passed, "", logoutNoState},
	{"oidcc-rp-initiated-logout-only-state", review, readsThePage, logoutAsks("id_token_hint", "", "post_logout_redirect_uri", "")},
	{"oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri", review, readsThePage, logoutStays("post_logout_redirect_uri", loggedOut+"?foo=bar")},
	{"oidcc-rp-initiated-logout-bad-id-token-hint", review, readsThePage, logoutBadHint},
}

// endSession is a good logout request of a browser that is logged in; pairs deviate from it.
func (r *run) endSession(pairs ...string) page {
	r.Helper()
	reply, _ := r.happy()
	v := url.Values{"id_token_hint": {reply.IDToken}, "post_logout_redirect_uri": {loggedOut}, "state": {"state-2"}}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			v.Del(pairs[i])
			continue
		}
		v.Set(pairs[i], strings.ReplaceAll(pairs[i+1], "HINT", reply.IDToken))
	}
	return r.get(r.endpoint("end_session_endpoint") + "?" + v.Encode())
}

// wantLoggedOut asks silently.
func (r *run) wantLoggedOut() {
	r.Helper()
	r.wantError(r.authorize("prompt", "none"), "login_required")
}

// wantNoRedirect: the browser stays at a page of the server's that is no server error.
func (r *run) wantNoRedirect(p page) {
	r.Helper()
	if p.params != nil || p.status >= 500 || p.body == "" {
		r.Errorf("status %d at %s, want a page", p.status, p.at)
	}
}

func logoutDiscovery(r *run) {
	if uri := r.endpoint("end_session_endpoint"); !strings.HasPrefix(uri, "https://") {
		r.Errorf("end_session_endpoint %s is not https", uri)
	}
}

func logout(r *run) {
	p := r.endSession()
	if p.at.Path != "/logged-out" || p.params.Get("state") != "state-2" {
		r.Errorf("status %d at %s, want the registered URL with state", p.status, p.at)
	}
	r.wantLoggedOut()
}

func logoutNoState(r *run) {
	p := r.endSession("state", "")
	if p.at.Path != "/logged-out" || p.params.Has("state") {
		r.Errorf("status %d at %s, want the registered URL without state", p.status, p.at)
	}
	r.wantLoggedOut()
}

// logoutStays is a request that ends the session, and leads nowhere.
func logoutStays(pairs ...string) func(*run) {
	return func(r *run) {
		r.wantNoRedirect(r.endSession(pairs...))
		r.wantLoggedOut()
		r.look()
	}
}

// logoutAsks is a request that the user must confirm, since it does not show that it is of this session.
func logoutAsks(pairs ...string) func(*run) {
	return func(r *run) {
		p := r.endSession(pairs...)
		r.wantNoRedirect(r.submit(p, "action", "logout"))
		r.wantLoggedOut()
		r.look()
	}
}

// logoutNoHint asks, and then goes where the request wanted.
func logoutNoHint(r *run) {
	p := r.submit(r.endSession("id_token_hint", ""), "action", "logout")
	if p.at.Path != "/logged-out" || p.params.Get("state") != "state-2" {
		r.Errorf("status %d at %s, want the registered URL with state", p.status, p.at)
	}
	r.wantLoggedOut()
	r.look()
}

// logoutModifiedHint: the same claims without a signature.
func logoutModifiedHint(r *run) {
	reply, _ := r.happy()
	payload := strings.Split(reply.IDToken, ".")[1]
	r.wantNoRedirect(r.get(r.endpoint("end_session_endpoint") + "?" + url.Values{
		"id_token_hint": {strings.TrimSuffix(unsigned(""), ".") + payload + "."}, "post_logout_redirect_uri": {loggedOut},
	}.Encode()))
	r.look()
}

func logoutBadHint(r *run) {
	r.wantNoRedirect(r.endSession("id_token_hint", "bad.HINT"))
	r.look()
}
