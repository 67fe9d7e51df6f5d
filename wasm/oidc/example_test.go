package oidc_test

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// A login from the request to the tokens. Whoever calls does the I/O.
func Example() {
	metadata := oidc.Metadata{
		Issuer:                "https://as.example",
		AuthorizationEndpoint: "https://as.example/authorize",
		IssParameterSupported: true,
	}
	verifier := oidc.RandomString(make([]byte, oidc.RandomBytes)) // random in truth, and so are state and nonce
	digest := sha256.Sum256([]byte(verifier))
	request := oidc.AuthorizationRequest{
		ClientID:      "storezero",
		RedirectURI:   "https://shop.example/callback",
		Scope:         oidc.Scopes("profile"),
		State:         "af0ifjsldkj",
		Nonce:         "n-0S6_WzA2Mj",
		CodeChallenge: oidc.Challenge(digest[:]),
	}
	fmt.Println(request.URL(metadata.AuthorizationEndpoint))

	// One login page later the browser is back, with this in its address.
	search := "?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj&iss=https%3A%2F%2Fas.example"

	response, err := oidc.ParseCallback(search)
	if err != nil || !oidc.SecretsEqual(response.State, request.State) || response.CheckIssuer(metadata) != nil {
		fmt.Println("not the answer to our request")
		return
	}
	form := oidc.CodeExchange(request.ClientID, request.RedirectURI, response.Code, verifier)
	fmt.Println(form.Encode())

	// The token endpoint has answered.
	body := map[string]any{"access_token": "SlAV32hkKG", "token_type": "Bearer", "expires_in": 3600.0}

	tokens, err := oidc.ParseTokenResponse(200, body)
	fmt.Println(tokens.AccessToken, tokens.ExpiresIn, err)
	fmt.Println(tokens.RequireIDToken())
	// Output:
	// https://as.example/authorize?response_type=code&client_id=storezero&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&scope=openid+profile&state=af0ifjsldkj&nonce=n-0S6_WzA2Mj&code_challenge=DwBzhbb51LfusnSGBa_hqYSgo7-j8BTQnip4TOnlzRo&code_challenge_method=S256
	// grant_type=authorization_code&client_id=storezero&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&code=SplxlOBeZQQYbYS6WxSbIA&code_verifier=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
	// SlAV32hkKG 3600 <nil>
	// invalid_response: id_token is missing, though openid was asked for
}

// https://www.rfc-editor.org/rfc/rfc7636#appendix-B
func ExampleChallenge() {
	digest := sha256.Sum256([]byte("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
	fmt.Println(oidc.Challenge(digest[:]))
	// Output: E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
}

func ExampleAuthorizationRequest_URL() {
	request := oidc.AuthorizationRequest{
		ClientID:      "storezero",
		RedirectURI:   "https://shop.example",
		Scope:         "openid",
		State:         "af0ifjsldkj",
		Nonce:         "n-0S6_WzA2Mj",
		CodeChallenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
		Prompt:        "none",
		ResponseMode:  "web_message",
		Extra:         oidc.Params{{"organization", "acme"}, {"state", "cannot override"}},
	}
	fmt.Println(request.URL("https://as.example/authorize"))
	// Output: https://as.example/authorize?response_type=code&client_id=storezero&redirect_uri=https%3A%2F%2Fshop.example&scope=openid&state=af0ifjsldkj&nonce=n-0S6_WzA2Mj&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256&prompt=none&response_mode=web_message&organization=acme
}

func ExampleScopes() {
	fmt.Println(oidc.Scopes("profile email profile"))
	// Output: openid profile email
}

func ExampleParseCallback() {
	response, err := oidc.ParseCallback("?error=login_required&error_description=Login+required&state=af0ifjsldkj")
	fmt.Println(response.Error.Code, response.Error.Description, err)

	_, err = oidc.ParseCallback("?code=one&code=two&state=af0ifjsldkj")
	fmt.Println(err)
	// Output:
	// login_required Login required <nil>
	// invalid_callback: code occurs more than once
}

func ExampleParseMessage() {
	message := oidc.Message{
		Origin:    "https://as.example",
		FromFrame: true,
		Data: map[string]any{
			"type":     "authorization_response",
			"response": map[string]any{"code": "SplxlOBeZQQYbYS6WxSbIA", "state": "af0ifjsldkj"},
		},
	}
	response, ours := oidc.ParseMessage(message, "https://as.example", "af0ifjsldkj")
	fmt.Println(response.Code, ours)

	message.FromFrame = false // another window of the same origin
	_, ours = oidc.ParseMessage(message, "https://as.example", "af0ifjsldkj")
	fmt.Println(ours)
	// Output:
	// SplxlOBeZQQYbYS6WxSbIA true
	// false
}

func ExampleJWT_Check() {
	jwt := oidc.JWT{Alg: "RS256", Claims: oidc.Claims{
		"iss": "https://as.example", "aud": "another-client", "sub": "ann",
		"nonce": "n-0S6_WzA2Mj", "iat": 1311280970.0, "exp": 1311281970.0,
	}}
	err := jwt.Check(oidc.Expectation{Issuer: "https://as.example", ClientID: "storezero", Nonce: "n-0S6_WzA2Mj", MaxAge: -1})

	var refused *oidc.Error
	if errors.As(err, &refused) {
		fmt.Println(refused.Code)
	}
	fmt.Println(err)
	// Output:
	// id_token_audience
	// id_token_audience: aud is "another-client", expected "storezero"
}

func ExampleSkew() {
	iat := int64(1311280970)
	skew, err := oidc.Skew(iat, 1311280970_000-90_000)
	fmt.Println(skew, err) // this device is a minute and a half behind
	// Output: 90000 <nil>
}

func ExampleLogoutRequest_URL() {
	request := oidc.LogoutRequest{ClientID: "storezero", PostLogoutRedirectURI: "https://shop.example/bye"}
	fmt.Println(request.URL(oidc.Metadata{Issuer: "https://as.example/"}))
	// Output: https://as.example/v2/logout?client_id=storezero&returnTo=https%3A%2F%2Fshop.example%2Fbye
}
