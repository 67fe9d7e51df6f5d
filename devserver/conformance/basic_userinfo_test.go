package conformance_test

import (
	"net/http"
	"net/url"
)

func userinfoGet(r *run)        { userinfoBy(r, http.MethodGet) }
func userinfoPostHeader(r *run) { userinfoBy(r, http.MethodPost) }

func userinfoBy(r *run, method string) {
	reply, c := r.happy()
	if info := r.userinfo(method, reply.AccessToken); info["sub"] != c.Subject {
		r.Errorf("%s: userinfo is of %v, want %q", method, info["sub"], c.Subject)
	}
}

// userinfoPostBody is optional: a refusal is a warning, and no server error.
func userinfoPostBody(r *run) {
	reply, c := r.happy()
	resp, body := r.do(r.post(r.endpoint("userinfo_endpoint"), url.Values{"access_token": {reply.AccessToken}}))
	switch {
	case resp.StatusCode >= 500:
		r.Errorf("status %d", resp.StatusCode)
	case resp.StatusCode != http.StatusOK:
		r.warn()
	default:
		var info map[string]any
		r.decode(body, &info)
		if info["sub"] != c.Subject {
			r.Errorf("userinfo is of %v, want %q", info["sub"], c.Subject)
		}
	}
}

// profileClaims are those of OIDC Core section 5.4.
var profileClaims = []string{
	"name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website",
	"gender", "birthdate", "zoneinfo", "locale", "updated_at",
}

func scopeProfile(r *run) {
	reply, _ := r.happy("scope", "openid profile")
	info := r.userinfo(http.MethodGet, reply.AccessToken)
	if info["name"] != "Ada Lovelace" {
		r.Errorf("userinfo: %v", info)
	}
	for _, claim := range profileClaims {
		if info[claim] == nil {
			r.warn()
		}
	}
}

// scopeEmail: with a code the claims belong to userinfo (OIDC Core section 5.4).
func scopeEmail(r *run) {
	reply, c := r.happy("scope", "openid email")
	if info := r.userinfo(http.MethodGet, reply.AccessToken); info["email"] != "ada@storezero.example" || info["email_verified"] != true {
		r.Errorf("userinfo: %v", info)
	}
	if c.Email != "" {
		r.warn()
	}
}

// scopeUnknown is skipped as long as discovery does not have the scope; asking for it all the same does no harm.
func scopeUnknown(scope string) func(*run) {
	return func(r *run) {
		if r.supports("scopes_supported", scope) {
			r.Errorf("discovery has the scope %s: then this module must run", scope)
		}
		r.happy("scope", "openid "+scope)
		r.skip()
	}
}

func scopeAll(r *run) {
	for _, scope := range []string{"profile", "email", "address", "phone"} {
		if !r.supports("scopes_supported", scope) {
			r.skip()
		}
	}
	r.happy("scope", "openid profile email address phone")
}

func claimsEssential(r *run) {
	reply, c := r.happy("claims", `{"userinfo":{"name":{"essential":true}}}`)
	if info := r.userinfo(http.MethodGet, reply.AccessToken); info["sub"] != c.Subject {
		r.Errorf("userinfo: %v", info)
	} else if info["name"] == nil {
		r.warn()
	}
}
