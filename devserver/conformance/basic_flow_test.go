package conformance_test

import (
	"net/http"
	"net/url"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"
)

func server(r *run) {
	reply, c := r.happy()
	if info := r.userinfo(http.MethodGet, reply.AccessToken); info["sub"] != c.Subject {
		r.Errorf("userinfo is of %v, the ID token of %q", info["sub"], c.Subject)
	}
}

// responseTypeMissing: the error may go to the relying party, or be shown.
func responseTypeMissing(r *run) {
	p := r.authorize("response_type", "")
	if p.params == nil {
		r.wantErrorPage(p)
		return
	}
	r.wantError(p, "invalid_request")
}

// idTokenSignature: RS256 unless something else is registered, by a key that the JWKS has under its kid.
func idTokenSignature(r *run) {
	reply, _ := r.happy()
	token, err := jwt.ParseSigned(reply.IDToken, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		r.Fatal(err)
	}
	if token.Headers[0].KeyID == "" {
		r.Error("the ID token names no kid")
	}
}

// idTokenUnsigned needs a client that registers id_token_signed_response_alg none.
func idTokenUnsigned(r *run) {
	if r.metadata["registration_endpoint"] != nil || r.supports("id_token_signing_alg_values_supported", "none") {
		r.Error("discovery has registration or alg none: then this module must run")
	}
	r.skip()
}

func withoutNonce(r *run) {
	if _, c := r.happy("nonce", ""); c.Nonce != "" {
		r.Errorf("nonce %q, and none was sent", c.Nonce)
	}
}

// alternateHappyFlow: neither the order of parameters nor that of scopes counts, and scopes may repeat.
func alternateHappyFlow(r *run) {
	v := request("scope", "email openid email profile")
	query := ""
	for _, name := range []string{"state", "scope", "nonce", "redirect_uri", "client_id", "response_type"} {
		query += "&" + name + "=" + url.QueryEscape(v.Get(name))
	}
	r.exchange(r.logIn(r.get(r.endpoint("authorization_endpoint") + "?" + query[1:])))
}

func registeredRedirectURI(r *run) {
	for _, uri := range []string{"https://rp.example/other", callback + "/", callback + "?a=b", "http://rp.example/callback"} {
		r.wantErrorPage(r.authorize("redirect_uri", uri))
	}
	r.look()
}

// postRequest: the browser posts from another site, and first without a session.
func postRequest(r *run) {
	first, _ := r.exchange(r.logIn(r.visit(http.MethodPost, r.endpoint("authorization_endpoint"), request())))
	second, _ := r.exchange(r.visit(http.MethodPost, r.endpoint("authorization_endpoint"), request()))
	if first.IDToken == second.IDToken {
		r.Error("the same ID token twice")
	}
}

func clientSecretPost(r *run) {
	p := r.logIn(r.authorize("client_id", "post"))
	form := codeForm(p.params.Get("code"), "client_id", "post", "client_secret", secret)
	r.verify("post", r.tokens(r.post(r.endpoint("token_endpoint"), form)))
}

func validPKCE(r *run) {
	verifier := oauth2.GenerateVerifier()
	p := r.logIn(r.authorize("code_challenge", oauth2.S256ChallengeFromVerifier(verifier), "code_challenge_method", "S256"))
	r.verify("basic", r.token("basic", codeForm(p.params.Get("code"), "code_verifier", verifier)))
}
