package oidc_test

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestIsCallback(t *testing.T) {
	for query, want := range map[string]bool{
		"?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz": true,
		"#code=SplxlOBeZQQYbYS6WxSbIA&state=xyz": true,
		"error=login_required&state=xyz":         true,
		"?state=xyz&tab=2&code=1":                true,
		"?code=1&error=2&state=3":                true, // refused later, and aloud
		"?code=1&state=":                         true,
		"?code=1&state=%zz":                      true,
		"":                                       false,
		"?":                                      false,
		"?code=1":                                false,
		"?error=access_denied":                   false,
		"?state=CA":                              false,
		"?state=CA&zipcode=90210":                false,
		"?mycode=1&state=CA":                     false,
		"?q=code=1&state=CA":                     false,
		"?CODE=1&STATE=2":                        false,
		"?error_description=login+again&state=CA": false,
	} {
		if got := oidc.IsCallback(query); got != want {
			t.Errorf("IsCallback(%q) is %t", query, got)
		}
	}
}

func TestParseCallback(t *testing.T) {
	for _, test := range []struct {
		name, query string
		want        oidc.AuthorizationResponse
	}{
		// https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
		{"code", "?code=SplxlOBeZQQYbYS6WxSbIA&state=xyz",
			oidc.AuthorizationResponse{Code: "SplxlOBeZQQYbYS6WxSbIA", State: "xyz"}},
		{"fragment", "#code=SplxlOBeZQQYbYS6WxSbIA&state=xyz",
			oidc.AuthorizationResponse{Code: "SplxlOBeZQQYbYS6WxSbIA", State: "xyz"}},
		// https://www.rfc-editor.org/rfc/rfc9207#section-2.1
		{"iss", "?code=x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58&state=ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI" +
			"&iss=https%3A%2F%2Fhonest.as.example",
			oidc.AuthorizationResponse{Code: "x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58",
				State: "ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI", Issuer: "https://honest.as.example"}},
		{"escapes", "?code=a%2Bb+c&state=x%26y", oidc.AuthorizationResponse{Code: "a+b c", State: "x&y"}},
		{"parameters of the app", "?lang=fr&code=c&lang=en&state=s", oidc.AuthorizationResponse{Code: "c", State: "s"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseCallback(test.query)
			wantError(t, err, "")
			if got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestParseCallbackErrors(t *testing.T) {
	for _, test := range []struct {
		name, query string
		want        oidc.Error
	}{
		{"login_required", "?error=login_required&error_description=Login+required&state=s",
			oidc.Error{Code: oidc.LoginRequired, OAuth: "login_required", Description: "Login required"}},
		{"login_required for a second factor", "?error=login_required&error_description=Multifactor+authentication+required&state=s",
			oidc.Error{Code: oidc.LoginRequired, OAuth: "login_required", Description: "Multifactor authentication required"}},
		{"consent_required", "?error=consent_required&state=s",
			oidc.Error{Code: oidc.ConsentRequired, OAuth: "consent_required"}},
		{"interaction_required", "?error=interaction_required&state=s",
			oidc.Error{Code: oidc.InteractionRequired, OAuth: "interaction_required"}},
		{"access_denied", "?error=access_denied&state=s",
			oidc.Error{Code: oidc.AccessDenied, OAuth: "access_denied"}},
		{"another", "?error=invalid_scope&error_description=No+such+scope&state=s",
			oidc.Error{Code: oidc.AuthorizationError, OAuth: "invalid_scope", Description: "No such scope",
				Message: `the authorization server answered "invalid_scope"`}},
		{"one of our own codes is not the server's to give", "?error=clock_unusable&state=s",
			oidc.Error{Code: oidc.AuthorizationError, OAuth: "clock_unusable",
				Message: `the authorization server answered "clock_unusable"`}},
		{"another with a line break", "?error=a%0d%0ab&state=s",
			oidc.Error{Code: oidc.AuthorizationError, OAuth: "a  b", Message: `the authorization server answered "a  b"`}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseCallback(test.query)
			wantError(t, err, "")
			if got.State != "s" || got.Code != "" || got.Error == nil {
				t.Fatalf("got %+v", got)
			}
			if *got.Error != test.want {
				t.Errorf("got  %+v\nwant %+v", *got.Error, test.want)
			}
		})
	}
}

// A description is shown and logged: what could forge a line or turn the reading
// direction round becomes a space, and only that.
func TestParseCallbackDescription(t *testing.T) {
	for description, want := range map[string]string{
		"\x00|\x1f|\x7f|\u0080|\u009f":             " | | | | ",
		"\u2028|\u202e|\u2066|\u2069":              " | | | ",
		"~ \u00a0é\u2027\u202f\u2065\u206a日本語":     "~ \u00a0é\u2027\u202f\u2065\u206a日本語",
		strings.Repeat("x", 300):                   strings.Repeat("x", 300),
		strings.Repeat("x", 301):                   strings.Repeat("x", 300) + "...",
		strings.Repeat("x", 299) + "é, cut in two": strings.Repeat("x", 299) + "\ufffd...",
	} {
		query := oidc.Params{{"error", "access_denied"}, {"error_description", description}, {"state", "s"}}.Encode()
		got, err := oidc.ParseCallback(query)
		wantError(t, err, "")
		if got.Error == nil || got.Error.Description != want {
			t.Errorf("%q became %+v, want %q", description, got.Error, want)
		}
	}
}

func TestParseCallbackRefuses(t *testing.T) {
	for _, test := range []struct{ name, query, word string }{
		{"empty", "", "state is missing"},
		{"state missing", "?code=c", "state is missing"},
		{"state empty", "?code=c&state=", "state is missing"},
		{"state missing from an error", "?error=login_required", "state is missing"},
		{"neither code nor error", "?state=s", "code and error are missing"},
		{"code empty", "?code=&state=s", "code and error are missing"},
		{"error empty", "?error=&state=s", "code and error are missing"},
		{"both", "?code=c&error=access_denied&state=s", "both code and error"},
		{"both, one empty", "?code=&error=access_denied&state=s", "both code and error"},
		{"iss empty", "?code=c&state=s&iss=", "iss is empty"},
		{"code twice", "?code=c&code=d&state=s", "code occurs more than once"},
		{"the same code twice", "?code=c&code=c&state=s", "code occurs more than once"},
		{"state twice", "?code=c&state=s&state=t", "state occurs more than once"},
		{"iss twice", "?code=c&state=s&iss=a&iss=b", "iss occurs more than once"},
		{"error twice", "?error=a&state=s&error=b", "error occurs more than once"},
		{"error_description twice", "?error=a&state=s&error_description=b&error_description=c", "error_description occurs more than once"},
		{"code twice, once escaped", "?code=c&c%6fde=d&state=s", "code occurs more than once"},
		{"bad escape", "?code=%zz&state=s", "hexadecimal"},
		{"not UTF-8", "?code=%ff&state=s", "UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := oidc.ParseCallback(test.query)
			wantError(t, err, oidc.InvalidCallback, test.word)
			if got != (oidc.AuthorizationResponse{}) {
				t.Errorf("refused, yet returned %+v", got)
			}
		})
	}
}

func TestCheckIssuer(t *testing.T) {
	const ours = "https://as.example"
	for _, test := range []struct {
		name, issuer string
		announced    bool
		want         oidc.Code
	}{
		{"right and announced", ours, true, ""},
		{"right and not announced", ours, false, ""},
		{"missing and not announced", "", false, ""},
		{"missing though announced", "", true, oidc.IssuerMismatch},
		{"another's and announced", "https://evil.example", true, oidc.IssuerMismatch},
		{"another's and not announced", "https://evil.example", false, oidc.IssuerMismatch},
		{"trailing slash", ours + "/", false, oidc.IssuerMismatch},
		{"capitals", "https://AS.example", false, oidc.IssuerMismatch},
		{"longer", ours + ".evil.example", false, oidc.IssuerMismatch},
	} {
		t.Run(test.name, func(t *testing.T) {
			metadata := oidc.Metadata{Issuer: ours, IssParameterSupported: test.announced}
			for _, response := range []oidc.AuthorizationResponse{
				{Code: "c", State: "s", Issuer: test.issuer},
				{Error: &oidc.Error{Code: oidc.LoginRequired}, State: "s", Issuer: test.issuer},
			} {
				wantError(t, response.CheckIssuer(metadata), test.want)
			}
		})
	}
}
