package manage_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/manage"
)

var everyRoute = []struct{ method, path, scope string }{
	{"GET", "tenants/settings", "read:tenant_settings"}, {"PATCH", "tenants/settings", "update:tenant_settings"},
	{"GET", "clients", "read:clients"}, {"POST", "clients", "create:clients"}, {"GET", "clients/storezero", "read:clients"},
	{"PATCH", "clients/storezero", "update:clients"}, {"DELETE", "clients/storezero", "delete:clients"},
	{"POST", "users", "create:users"}, {"PATCH", "users/auth0%7Cada", "update:users"}, {"DELETE", "users/auth0%7Cada", "delete:users"},
	{"GET", "users/auth0%7Cada/sessions", "read:sessions"}, {"DELETE", "users/auth0%7Cada/sessions", "delete:sessions"},
	{"GET", "users/auth0%7Cada/refresh-tokens", "read:refresh_tokens"}, {"DELETE", "users/auth0%7Cada/refresh-tokens", "delete:refresh_tokens"},
	{"POST", "users/auth0%7Cada/revoke-access", "delete:sessions"},
	{"GET", "sessions/x", "read:sessions"}, {"DELETE", "sessions/x", "delete:sessions"}, {"POST", "sessions/x/revoke", "delete:sessions"},
	{"GET", "refresh-tokens/x", "read:refresh_tokens"}, {"DELETE", "refresh-tokens/x", "delete:refresh_tokens"},
}

func TestEveryRouteAsksForItsScope(t *testing.T) {
	tn := newTenant(t)
	reader := "Bearer " + tn.tokenOf(t, "reader")
	for _, route := range everyRoute {
		what := route.method + " " + route.path
		status, answer := tn.send(t, route.method, route.path, "{}", "Authorization", reader)
		want := `{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: ` + route.scope + `","errorCode":"insufficient_scope"}`
		if status != http.StatusForbidden || answer != want {
			t.Errorf("%s: status %d, %s", what, status, answer)
		}
		status, answer = tn.send(t, route.method, route.path, "{}", "Authorization", "")
		if status != http.StatusUnauthorized || answer != `{"statusCode":401,"error":"Unauthorized","message":"Missing authentication"}` {
			t.Errorf("%s without a token: status %d, %s", what, status, answer)
		}
		status, _ = tn.send(t, route.method, route.path, "{}", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
		wantStatus(t, what+" from another site", status, http.StatusForbidden)
		status, _ = tn.send(t, route.method, route.path, "{}", "Sec-Fetch-Site", "same-site")
		wantStatus(t, what+" from another port", status, http.StatusForbidden)
		if route.method == "POST" || route.method == "PATCH" {
			status, _ = tn.send(t, route.method, route.path, "{}", "Content-Type", "text/plain")
			wantStatus(t, what+" as text", status, http.StatusUnsupportedMediaType)
		}
	}
	for _, path := range []string{"users", "users/auth0%7Cada", "users-by-email?email=ada@storezero.example"} {
		status, _ := tn.send(t, "GET", path, "", "Authorization", reader)
		wantStatus(t, path, status, http.StatusOK)
	}
}

func TestTokens(t *testing.T) {
	tn := newTenant(t)
	for name, tc := range map[string]struct {
		header string
		want   int
	}{
		"the printed token":  {"Bearer " + printed, http.StatusOK},
		"another":            {"Bearer " + printed + "x", http.StatusUnauthorized},
		"the machine's":      {"bearer " + tn.token, http.StatusOK},
		"cut":                {"Bearer " + tn.token[:len(tn.token)-4], http.StatusUnauthorized},
		"by another scheme":  {"DPoP " + tn.token, http.StatusUnauthorized},
		"without its scheme": {tn.token, http.StatusUnauthorized},
	} {
		status, answer := tn.send(t, "GET", "users", "", "Authorization", tc.header)
		if status != tc.want {
			t.Errorf("%s: status %d, %s", name, status, answer)
		}
	}
	tn.clock.Advance(25 * time.Hour)
	if status, answer := tn.send(t, "GET", "users", ""); status != http.StatusUnauthorized || !strings.Contains(answer, "expired") {
		t.Errorf("a day later: status %d, %s", status, answer)
	}
}

// Any user can ask for any scope of an API. The tenant is not theirs to manage: where others can reach the server, any
// password makes somebody a user.
func TestUsersTokenOpensNothing(t *testing.T) {
	tn := newTenant(t)
	cookie, _, err := tn.MintSession("auth0|ada")
	if err != nil {
		t.Fatal(err)
	}
	token := tn.redeem(t, tn.silently(t, cookie, "audience", manage.Audience(tn.url+"/"), "scope", "openid read:users read:client_keys"))
	status, answer := tn.send(t, "GET", "users", "", "Authorization", "Bearer "+token)
	if status != http.StatusForbidden || !strings.Contains(answer, "client_credentials") {
		t.Errorf("status %d, %s", status, answer)
	}
}

// A page of a control origin asks first, as browsers do, and reads the answer.
func TestControlOriginReadsTheAnswer(t *testing.T) {
	tn := newTenant(t)
	for _, tc := range []struct {
		method, origin string
		status         int
		cors           string
	}{
		{"OPTIONS", storefront, http.StatusNoContent, storefront},
		{"PATCH", storefront, http.StatusOK, storefront},
		{"OPTIONS", "https://evil.example", http.StatusForbidden, ""},
	} {
		req, err := http.NewRequest(tc.method, tn.url+manage.Prefix+"tenants/settings", strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Origin", tc.origin)
		if tc.method != "OPTIONS" {
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+tn.token)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		h := resp.Header
		if resp.StatusCode != tc.status || h.Get("Access-Control-Allow-Origin") != tc.cors || h.Get("Vary") == "" {
			t.Errorf("%s by %s: status %d, headers %v", tc.method, tc.origin, resp.StatusCode, h)
		}
		if allowed := h.Get("Access-Control-Allow-Methods"); resp.StatusCode == http.StatusNoContent && !strings.Contains(allowed, "PATCH") {
			t.Errorf("allowed methods %q", allowed)
		}
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	tn := newTenant(t)
	for path, method := range map[string]string{"connections": "GET", "users/auth0%7Cada/logs": "GET", "sessions": "PUT", "": "GET"} {
		status, answer := tn.send(t, method, path, "")
		if status != http.StatusNotFound || answer != `{"statusCode":404,"error":"Not Found","message":"Not Found"}` {
			t.Errorf("%s %q: status %d, %s", method, path, status, answer)
		}
	}
}

// Each row deviates in one thing from a good payload.
func TestPayloadErrors(t *testing.T) {
	tn := newTenant(t)
	const user = `"connection": "Username-Password-Authentication", "password": "p"`
	for _, tc := range []struct{ method, path, body, message string }{
		{"PATCH", "tenants/settings", `[]`, "'Expected type object but found type array'"},
		{"PATCH", "tenants/settings", ``, "'Expected type object but found type undefined'"},
		{"PATCH", "tenants/settings", `{"session_lifetime": "12"}`, "'Expected type number but found type string' on property session_lifetime"},
		{"PATCH", "tenants/settings", `{"session_lifetime": 9000}`, "'Value 9000 is greater than maximum 8760' on property session_lifetime"},
		{"PATCH", "tenants/settings", `{"idle_session_lifetime_in_minutes": 1.5}`, "'Expected type integer but found type number' on property idle_session_lifetime_in_minutes"},
		{"PATCH", "tenants/settings", `{"idle_session_lifetime_in_minutes": 0}`, "'Value 0 is less than minimum 1' on property idle_session_lifetime_in_minutes"},
		{"PATCH", "tenants/settings", `{"session_lifetime": 1, "session_lifetime_in_minutes": 60}`, "'Properties session_lifetime and session_lifetime_in_minutes are mutually exclusive'"},
		{"PATCH", "tenants/settings", `{"session_cookie": {"mode": "eternal"}}`, "'No enum match for: eternal' on property session_cookie.mode"},
		{"PATCH", "tenants/settings", `{"session_cookie": {}}`, "'Missing required property: mode'"},
		{"PATCH", "tenants/settings", `{"zebra": 1, "ant": 2}`, "'Additional properties not allowed: ant,zebra'"},
		{"PATCH", "tenants/settings", `{"flags": {"enable_sso": true}}`, "'Additional properties not allowed: enable_sso' on property flags"},
		{"PATCH", "tenants/settings", `{"allowed_logout_urls": ["javascript:alert(1)"]}`, "is no http(s) URL"},
		{"POST", "clients", `{}`, "'Missing required property: name'"},
		{"POST", "clients", `{"name": "x", "app_type": "toaster"}`, "'No enum match for: toaster' on property app_type"},
		{"PATCH", "clients/storezero", `{"callbacks": "http://localhost"}`, "'Expected type array but found type string' on property callbacks"},
		{"PATCH", "clients/storezero", `{"callbacks": null}`, "'Expected type array but found type null' on property callbacks"},
		{"PATCH", "clients/storezero", `{"callbacks": []}`, "Callbacks"},
		{"PATCH", "clients/storezero", `{"grant_types": ["implicit"]}`, "implicit"},
		{"PATCH", "clients/storezero", `{"refresh_token": {"rotation_type": "rotating"}}`, "'Missing required property: expiration_type'"},
		{"PATCH", "clients/storezero", `{"refresh_token": {"rotation_type": "rotating", "expiration_type": "non-expiring"}}`, "'Rotating refresh tokens must be expiring'"},
		{"PATCH", "clients/storezero", `{"jwt_configuration": {"alg": "HS256"}}`, "'No enum match for: HS256' on property jwt_configuration.alg"},
		{"PATCH", "clients/storezero", `{"client_id": "other"}`, "'Additional properties not allowed: client_id'"},
		{"POST", "users", `{` + user + `}`, "'Missing required property: email'"},
		{"POST", "users", `{` + user + `, "email": "no address"}`, "'Object didn't pass validation for format email: no address' on property email"},
		{"POST", "users", `{"connection": "sms", "password": "p", "email": "a@b.example"}`, "'No enum match for: sms' on property connection"},
		{"PATCH", "users/auth0%7Cada", `{"blocked": "yes"}`, "'Expected type boolean but found type string' on property blocked"},
		{"PATCH", "users/auth0%7Cada", `{"password": ""}`, "'String is too short (0 chars), minimum 1' on property password"},
		{"PATCH", "users/auth0%7Cada", `{"email": "grace@storezero.example"}`, "shares Email or Sub"},
		{"PATCH", "users/auth0%7Cada", `{"user_metadata": []}`, "'Expected type object but found type array' on property user_metadata"},
		{"POST", "users/auth0%7Cada/revoke-access", `{"sid": "x"}`, "'Additional properties not allowed: sid'"},
	} {
		before := tn.Settings()
		status, answer := tn.send(t, tc.method, tc.path, tc.body)
		begin := `{"statusCode":400,"error":"Bad Request","message":"Payload validation error: `
		if status != http.StatusBadRequest || !strings.HasPrefix(answer, begin) || !strings.Contains(answer, tc.message) || !strings.HasSuffix(answer, `,"errorCode":"invalid_body"}`) {
			t.Errorf("%s %s %s: status %d, %s", tc.method, tc.path, tc.body, status, answer)
		}
		if after := tn.Settings(); after.Sessions != before.Sessions || after.Cookies != before.Cookies {
			t.Errorf("%s: half of it was done: %+v", tc.body, after)
		}
	}
	status, _ := tn.send(t, "PATCH", "tenants/settings", `{"default_audience": "`+strings.Repeat("x", 1<<20)+`"}`)
	wantStatus(t, "a megabyte", status, http.StatusRequestEntityTooLarge)
}
