package oidc_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// goodClaims are those of https://openid.net/specs/openid-connect-core-1_0.html#IDToken
// with a lifetime of 1000 seconds, 100 seconds after the login.
const goodClaims = `{
	"iss": "https://server.example.com",
	"sub": "248289761001",
	"aud": "s6BhdRkqt3",
	"nonce": "n-0S6_WzA2Mj",
	"exp": 1311281970,
	"iat": 1311280970,
	"auth_time": 1311280870
}`

func goodExpectation() oidc.Expectation {
	return oidc.Expectation{
		Issuer:   "https://server.example.com",
		ClientID: "s6BhdRkqt3",
		Nonce:    "n-0S6_WzA2Mj",
		MaxAge:   -1,
	}
}

func parsed(t testing.TB, deviation string) oidc.JWT {
	t.Helper()
	return oidc.JWT{Alg: "RS256", Claims: object(t, goodClaims, deviation)}
}

// The response of OIDC Core 3.1.3.3 and the key of its appendix A.7, through all
// the checks that a client does.
func TestCheckOfOIDCCore(t *testing.T) {
	response, err := oidc.ParseTokenResponse(200, tree(t, testdata(t, "core-token-response.json")))
	wantError(t, err, "")
	jwt, err := oidc.ParseJWT(response.IDToken, parseJSON)
	wantError(t, err, "")
	keys, err := oidc.ParseJWKS(tree(t, testdata(t, "core-jwks.json")))
	wantError(t, err, "")
	key, found := keys.Find(jwt.KeyID, jwt.Alg)
	if !found {
		t.Fatal("no key fits")
	}
	if err := verify(t, key, jwt); err != nil {
		t.Errorf("signature: %v", err)
	}
	expect := goodExpectation()
	expect.Issuer = "http://server.example.com" // sic
	wantError(t, jwt.Check(expect), "")
}

func TestCheckClaims(t *testing.T) {
	for _, test := range []struct {
		name, deviation string
		code            oidc.Code
		word            string
	}{
		{"good", `{}`, "", ""},
		{"unknown claims", `{"email": "a@example.com", "amr": ["pwd"], "acr": "0"}`, "", ""},

		{"iss missing", `{"iss": null}`, oidc.IDTokenIssuer, `""`},
		{"iss another's", `{"iss": "https://evil.example"}`, oidc.IDTokenIssuer, "https://evil.example"},
		{"iss with a slash", `{"iss": "https://server.example.com/"}`, oidc.IDTokenIssuer, ""},
		{"iss in capitals", `{"iss": "https://SERVER.example.com"}`, oidc.IDTokenIssuer, ""},
		{"iss a list", `{"iss": ["https://server.example.com"]}`, oidc.IDTokenIssuer, ""},

		{"aud a list of one", `{"aud": ["s6BhdRkqt3"]}`, "", ""},
		{"aud missing", `{"aud": null}`, oidc.IDTokenAudience, "aud"},
		{"aud empty", `{"aud": []}`, oidc.IDTokenAudience, "aud"},
		{"aud another's", `{"aud": "other"}`, oidc.IDTokenAudience, `"other"`},
		{"aud begins alike", `{"aud": "s6BhdRkqt3x"}`, oidc.IDTokenAudience, ""},
		{"aud a list of others", `{"aud": ["a", "b"], "azp": "s6BhdRkqt3"}`, oidc.IDTokenAudience, `"a b"`},
		{"aud several in one text", `{"aud": "s6BhdRkqt3 other"}`, oidc.IDTokenAudience, ""},
		{"aud a list with a number", `{"aud": ["s6BhdRkqt3", 5]}`, oidc.IDTokenAudience, ""},
		{"aud an object", `{"aud": {"s6BhdRkqt3": true}}`, oidc.IDTokenAudience, ""},
		{"azp", `{"azp": "s6BhdRkqt3"}`, "", ""},
		{"several aud and azp", `{"aud": ["other", "s6BhdRkqt3"], "azp": "s6BhdRkqt3"}`, "", ""},
		{"several aud, no azp", `{"aud": ["other", "s6BhdRkqt3"]}`, oidc.IDTokenAudience, "azp is missing"},
		{"several aud, azp another's", `{"aud": ["other", "s6BhdRkqt3"], "azp": "other"}`, oidc.IDTokenAudience, "azp"},
		{"azp another's", `{"azp": "other"}`, oidc.IDTokenAudience, `azp is "other"`},
		{"azp a list", `{"azp": ["s6BhdRkqt3"]}`, oidc.IDTokenAudience, "azp"},

		{"sub missing", `{"sub": null}`, oidc.IDTokenSubject, "missing"},
		{"sub empty", `{"sub": ""}`, oidc.IDTokenSubject, "missing"},
		{"sub a number", `{"sub": 248289761001}`, oidc.IDTokenSubject, "missing"},
		{"sub of 255 characters", `{"sub": "` + strings.Repeat("a", 255) + `"}`, "", ""},
		{"sub of 256 characters", `{"sub": "` + strings.Repeat("a", 256) + `"}`, oidc.IDTokenSubject, "255"},

		{"exp missing", `{"exp": null}`, oidc.IDTokenExpired, "exp is missing"},
		{"exp text", `{"exp": "1311281970"}`, oidc.IDTokenExpired, "number"},
		{"exp in milliseconds", `{"exp": 1311281970000}`, oidc.IDTokenExpired, "seconds"},
		{"exp one second after iat", `{"exp": 1311280971}`, "", ""},
		{"exp at iat", `{"exp": 1311280970}`, oidc.IDTokenExpired, "0 s after iat"},
		{"exp before iat", `{"exp": 1311280969}`, oidc.IDTokenExpired, "-1 s after iat"},
		{"exp a fraction after iat", `{"exp": 1311280970.9}`, oidc.IDTokenExpired, "0 s after iat"},

		{"iat missing", `{"iat": null}`, oidc.IDTokenTime, "iat"},
		{"iat text", `{"iat": "1311280970"}`, oidc.IDTokenTime, "iat"},
		{"iat in milliseconds", `{"iat": 1311280970000}`, oidc.IDTokenTime, "iat"},

		{"nbf at iat", `{"nbf": 1311280970}`, "", ""},
		{"nbf before iat", `{"nbf": 1311280900}`, "", ""},
		{"nbf after iat", `{"nbf": 1311280971}`, oidc.IDTokenTime, "nbf"},
		{"nbf text", `{"nbf": "soon"}`, oidc.IDTokenTime, "nbf"},

		{"nonce missing", `{"nonce": null}`, oidc.IDTokenNonce, ""},
		{"nonce empty", `{"nonce": ""}`, oidc.IDTokenNonce, ""},
		{"nonce of another request", `{"nonce": "n-0S6_WzA2Mk"}`, oidc.IDTokenNonce, ""},
		{"nonce a list", `{"nonce": ["n-0S6_WzA2Mj"]}`, oidc.IDTokenNonce, ""},

		{"auth_time missing where not asked for", `{"auth_time": null}`, "", ""},
		{"auth_time text", `{"auth_time": "1311280870"}`, oidc.IDTokenAuthTime, "number"},
		{"auth_time a little after iat", `{"auth_time": 1311281030}`, "", ""},
		{"auth_time after iat", `{"auth_time": 1311281031}`, oidc.IDTokenAuthTime, "after iat"},

		{"session_expiry after iat", `{"session_expiry": 1311280971}`, "", ""},
		{"session_expiry at iat", `{"session_expiry": 1311280970}`, oidc.IDTokenTime, "session_expiry"},
		{"session_expiry text", `{"session_expiry": "1311281970"}`, oidc.IDTokenTime, "session_expiry"},
		{"session_expiry in milliseconds", `{"session_expiry": 1311281970000}`, oidc.IDTokenTime, "session_expiry"},

		{"at_hash without an access token's digest", `{"at_hash": ""}`, oidc.IDTokenAccessHash, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			wantError(t, parsed(t, test.deviation).Check(goodExpectation()), test.code, test.word)
		})
	}
}

func TestCheckExpectation(t *testing.T) {
	for _, test := range []struct {
		name    string
		deviate func(*oidc.Expectation)
		code    oidc.Code
	}{
		{"right subject", func(e *oidc.Expectation) { e.Subject = "248289761001" }, ""},
		{"another subject", func(e *oidc.Expectation) { e.Subject = "248289761002" }, oidc.IDTokenSubject},
		{"just before the end", func(e *oidc.Expectation) { e.Elapsed = 999 }, ""},
		{"at the end", func(e *oidc.Expectation) { e.Elapsed = 1000 }, oidc.IDTokenExpired},
		{"years later", func(e *oidc.Expectation) { e.Elapsed = 1 << 62 }, oidc.IDTokenExpired},
		{"a clock set back", func(e *oidc.Expectation) { e.Elapsed = -1 << 62 }, ""},
		{"max_age above the age", func(e *oidc.Expectation) { e.MaxAge = 101 }, ""},
		{"max_age below the age by the leeway", func(e *oidc.Expectation) { e.MaxAge = 40 }, ""},
		{"max_age below the age by more", func(e *oidc.Expectation) { e.MaxAge = 39 }, oidc.IDTokenAuthTime},
		{"max_age 0", func(e *oidc.Expectation) { e.MaxAge = 0 }, oidc.IDTokenAuthTime},
		{"no nonce sent", func(e *oidc.Expectation) { e.Nonce = "" }, oidc.IDTokenNonce},
		{"no issuer", func(e *oidc.Expectation) { e.Issuer = "" }, oidc.IDTokenIssuer},
		{"no client", func(e *oidc.Expectation) { e.ClientID = "" }, oidc.IDTokenAudience},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect := goodExpectation()
			test.deviate(&expect)
			wantError(t, parsed(t, `{}`).Check(expect), test.code)
		})
	}
}

func TestCheckMaxAge(t *testing.T) {
	for _, test := range []struct {
		name, deviation string
		maxAge          int64
		code            oidc.Code
	}{
		{"fresh login", `{"auth_time": 1311280970}`, 0, ""},
		{"missing", `{"auth_time": null}`, 3600, oidc.IDTokenAuthTime},
		{"missing, max_age 0", `{"auth_time": null}`, 0, oidc.IDTokenAuthTime},
		{"in milliseconds", `{"auth_time": 1311280870000}`, 3600, oidc.IDTokenAuthTime},
		{"1970", `{"auth_time": 0}`, 3600, oidc.IDTokenAuthTime},
		{"largest max_age", `{"auth_time": 0}`, 1<<63 - 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect := goodExpectation()
			expect.MaxAge = test.maxAge
			wantError(t, parsed(t, test.deviation).Check(expect), test.code)
		})
	}
}

// nbf is reached in time, by our own clock.
func TestCheckNotBeforeWithElapsed(t *testing.T) {
	expect := goodExpectation()
	expect.Elapsed = 30
	wantError(t, parsed(t, `{"nbf": 1311281000}`).Check(expect), "")
	wantError(t, parsed(t, `{"nbf": 1311281001}`).Check(expect), oidc.IDTokenTime, "nbf")
}

// Access token and at_hash of https://openid.net/specs/openid-connect-core-1_0.html#id_token-tokenExample
func TestCheckAccessHash(t *testing.T) {
	digest := sha256.Sum256([]byte("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"))
	other := sha256.Sum256([]byte("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Z"))
	whole := base64.RawURLEncoding.EncodeToString(digest[:])
	for _, test := range []struct {
		name, alg, deviation string
		digest               []byte
		code                 oidc.Code
	}{
		{"OIDC Core A.3", "RS256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}`, digest[:], ""},
		{"PS256", "PS256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}`, digest[:], ""},
		{"ES256", "ES256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}`, digest[:], ""},
		{"missing", "RS256", `{}`, digest[:], ""},
		{"EdDSA has another digest", "EdDSA", `{"at_hash": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI"}`, digest[:], ""},
		{"another access token", "RS256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}`, other[:], oidc.IDTokenAccessHash},
		{"no access token", "RS256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ"}`, nil, oidc.IDTokenAccessHash},
		{"empty", "RS256", `{"at_hash": ""}`, digest[:], oidc.IDTokenAccessHash},
		{"a number", "RS256", `{"at_hash": 77}`, digest[:], oidc.IDTokenAccessHash},
		{"padded", "RS256", `{"at_hash": "77QmUPtjPfzWtF2AnpK9RQ=="}`, digest[:], oidc.IDTokenAccessHash},
		{"the whole digest", "RS256", `{"at_hash": "` + whole + `"}`, digest[:], oidc.IDTokenAccessHash},
	} {
		t.Run(test.name, func(t *testing.T) {
			jwt := parsed(t, test.deviation)
			jwt.Alg = test.alg
			expect := goodExpectation()
			expect.AccessTokenDigest = test.digest
			wantError(t, jwt.Check(expect), test.code)
		})
	}
}

// What fails first is told first: the order of OIDC Core 3.1.3.7.
func TestCheckOrder(t *testing.T) {
	claims := object(t, goodClaims, `{"iss": "x", "aud": "x", "sub": "", "iat": "x", "exp": 0, "nonce": "x", "auth_time": "x", "at_hash": "x"}`)
	good := object(t, goodClaims, `{}`)
	for _, step := range []struct {
		code oidc.Code
		mend string // claim that failed
	}{
		{oidc.IDTokenIssuer, "iss"},
		{oidc.IDTokenAudience, "aud"},
		{oidc.IDTokenSubject, "sub"},
		{oidc.IDTokenTime, "iat"},
		{oidc.IDTokenExpired, "exp"},
		{oidc.IDTokenNonce, "nonce"},
		{oidc.IDTokenAuthTime, "auth_time"},
		{oidc.IDTokenAccessHash, "at_hash"},
	} {
		jwt := oidc.JWT{Alg: "RS256", Claims: claims}
		wantError(t, jwt.Check(goodExpectation()), step.code)
		claims[step.mend] = good[step.mend]
	}
	wantError(t, oidc.JWT{Alg: "RS256", Claims: claims}.Check(goodExpectation()), "")
}

func TestCheckOfTheZeroToken(t *testing.T) {
	wantError(t, oidc.JWT{}.Check(goodExpectation()), oidc.IDTokenIssuer)
	wantError(t, oidc.JWT{}.Check(oidc.Expectation{}), oidc.IDTokenIssuer)
}

// Errors reach logs: they must not carry what proves something.
func TestCheckTellsNoSecret(t *testing.T) {
	err := parsed(t, `{"nonce": "received-secret"}`).Check(goodExpectation())
	wantError(t, err, oidc.IDTokenNonce)
	for _, secret := range []string{"received-secret", goodExpectation().Nonce} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%q tells %q", err, secret)
		}
	}
	err = parsed(t, `{"iss": "a\nb\u202ec"}`).Check(goodExpectation())
	wantError(t, err, oidc.IDTokenIssuer, `"a b c"`)
}

func TestCheckOfWhatTheRequestAskedFor(t *testing.T) {
	refreshed := func(e *oidc.Expectation) { e.Refreshed = true }
	organization := func(name string) func(*oidc.Expectation) {
		return func(e *oidc.Expectation) { e.Organization = name }
	}
	acr := func(values string) func(*oidc.Expectation) {
		return func(e *oidc.Expectation) { e.ACRValues = values }
	}
	for _, test := range []struct {
		name, deviation string
		deviate         func(*oidc.Expectation)
		code            oidc.Code
		word            string
	}{
		{"refreshed with the login's nonce", `{}`, refreshed, "", ""},
		{"refreshed without a nonce", `{"nonce": null}`, refreshed, "", ""},
		{"refreshed with another nonce", `{"nonce": "other"}`, refreshed, oidc.IDTokenNonce, ""},
		{"refreshed with an empty nonce", `{"nonce": ""}`, refreshed, oidc.IDTokenNonce, ""},
		{"not refreshed and without a nonce", `{"nonce": null}`, func(*oidc.Expectation) {}, oidc.IDTokenNonce, ""},
		{"refreshed with a nonce, the login's not known", `{}`, func(e *oidc.Expectation) { e.Refreshed, e.Nonce = true, "" }, oidc.IDTokenNonce, ""},

		{"org_id", `{"org_id": "org_abc"}`, organization("org_abc"), "", ""},
		{"another org_id", `{"org_id": "org_abd"}`, organization("org_abc"), oidc.IDTokenOrganization, `"org_abd"`},
		{"org_id in capitals", `{"org_id": "org_ABC"}`, organization("org_abc"), oidc.IDTokenOrganization, ""},
		{"org_id missing", `{"org_name": "org_abc"}`, organization("org_abc"), oidc.IDTokenOrganization, "org_id"},
		{"org_name", `{"org_id": "org_abc", "org_name": "acme"}`, organization("Acme"), "", ""},
		{"another org_name", `{"org_name": "acme2"}`, organization("acme"), oidc.IDTokenOrganization, `"acme2"`},
		{"org_name missing", `{"org_id": "acme"}`, organization("acme"), oidc.IDTokenOrganization, "org_name"},
		{"org_name a list", `{"org_name": ["acme"]}`, organization("acme"), oidc.IDTokenOrganization, ""},
		{"org_id where none was named", `{"org_id": "org_abc"}`, organization(""), "", ""},

		{"acr", `{"acr": "phr"}`, acr("phr"), "", ""},
		{"acr, one of several", `{"acr": "phr"}`, acr("phrh phr"), "", ""},
		{"another acr", `{"acr": "0"}`, acr("phr"), oidc.IDTokenACR, `"0"`},
		{"acr missing", `{}`, acr("phr"), oidc.IDTokenACR, `"phr"`},
		{"acr all that was asked for at once", `{"acr": "phrh phr"}`, acr("phrh phr"), oidc.IDTokenACR, ""},
		{"acr a number", `{"acr": 1}`, acr("1"), oidc.IDTokenACR, ""},
		{"acr where none was asked for", `{"acr": "0"}`, acr(""), "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			expect := goodExpectation()
			test.deviate(&expect)
			wantError(t, parsed(t, test.deviation).Check(expect), test.code, test.word)
		})
	}
}
