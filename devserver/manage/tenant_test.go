package manage_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func TestSettingsGolden(t *testing.T) {
	tn := newTenant(t)
	_, got := tn.send(t, "PATCH", "tenants/settings", `{"session_lifetime": 168, "idle_session_lifetime_in_minutes": 90, "session_cookie": {"mode": "non-persistent"},
		"sessions": {"oidc_logout_prompt_enabled": false}, "allowed_logout_urls": ["https://app.example/out"], "flags": {"revoke_refresh_token_grant": true}}`)
	const want = `{"session_lifetime":168,"idle_session_lifetime":1.5,"session_cookie":{"mode":"non-persistent"},"sessions":{"oidc_logout_prompt_enabled":false},` +
		`"oidc_logout":{"rp_logout_end_session_endpoint_discovery":true},"allowed_logout_urls":["https://app.example/out"],"default_audience":"",` +
		`"resource_parameter_profile":"audience","flags":{"disable_clickjack_protection_headers":false,"revoke_refresh_token_grant":true},` +
		`"pushed_authorization_requests_supported":true,"authorization_response_iss_parameter_supported":true}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, again := tn.send(t, "GET", "tenants/settings", ""); again != want {
		t.Errorf("GET\n%s\nwant\n%s", again, want)
	}
	s := tn.Settings()
	if s.Sessions != (authserver.SessionLimits{Idle: 90 * time.Minute, Absolute: 168 * time.Hour}) || !s.Flags.NoLogoutPrompt || !s.Flags.RevokeGrant {
		t.Errorf("the server has %+v", s)
	}
}

// Lowered limits hold from the next interaction on and stay lowered; raised ones are for later sessions.
func TestLifetimesOverTheAPI(t *testing.T) {
	tn := newTenant(t)
	minutes := func(body string) { t.Helper(); tn.ask(t, "PATCH", "tenants/settings", body, http.StatusOK, nil) }
	minutes(`{"idle_session_lifetime_in_minutes": 60}`)
	cookie, sid := tn.login(t, "auth0|ada")
	idle := func() time.Duration {
		t.Helper()
		var session struct {
			Last time.Time `json:"last_interacted_at"`
			Idle time.Time `json:"idle_expires_at"`
		}
		tn.ask(t, "GET", "sessions/"+sid, "", http.StatusOK, &session)
		return session.Idle.Sub(session.Last)
	}
	minutes(`{"idle_session_lifetime_in_minutes": 240}`)
	tn.silently(t, cookie)
	if got := idle(); got != time.Hour {
		t.Errorf("raised, the living session has %v", got)
	}
	minutes(`{"idle_session_lifetime_in_minutes": 10}`)
	if got := idle(); got != time.Hour {
		t.Errorf("lowered, before any interaction, it has %v", got)
	}
	tn.silently(t, cookie)
	minutes(`{"idle_session_lifetime_in_minutes": 240}`)
	tn.silently(t, cookie)
	if got := idle(); got != 10*time.Minute {
		t.Errorf("lowered, touched and raised, it has %v", got)
	}
	tn.clock.Advance(10 * time.Minute)
	if got := tn.silently(t, cookie); got != "login_required" {
		t.Errorf("ten minutes later: %s", got)
	}
	status, _ := tn.send(t, "GET", "sessions/"+sid, "")
	wantStatus(t, "the ended session", status, http.StatusNotFound)
}

// A value over the plan's cap is taken, and superseded.
func TestOverTheCap(t *testing.T) {
	tn := newTenant(t)
	tn.ask(t, "PATCH", "tenants/settings", `{"idle_session_lifetime": 2400, "session_lifetime": 8760}`, http.StatusOK, nil)
	_, session, err := tn.MintSession("auth0|ada")
	if err != nil {
		t.Fatal(err)
	}
	if idle, absolute := session.IdleExpiresAt.Sub(session.CreatedAt), session.ExpiresAt.Sub(session.CreatedAt); idle != 72*time.Hour || absolute != 720*time.Hour {
		t.Errorf("the session lives for %v and %v", idle, absolute)
	}
}

func TestClientGolden(t *testing.T) {
	tn := newTenant(t)
	_, got := tn.send(t, "PATCH", "clients/storezero", `{"name": "Shop", "callbacks": ["http://localhost:3000/cb"], "web_origins": ["http://localhost:3000"],
		"refresh_token": {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 3, "token_lifetime": 3600, "idle_token_lifetime": 600},
		"oidc_logout": {"backchannel_logout_urls": ["http://localhost:3000/out"], "backchannel_logout_initiators": {"mode": "custom", "selected_initiators": ["rp-logout"]}}}`)
	const want = `{"client_id":"storezero","name":"Shop","app_type":"spa","is_first_party":true,"oidc_conformant":true,"callbacks":["http://localhost:3000/cb"],` +
		`"allowed_logout_urls":["http://localhost:4300/signed-out","http://localhost:4300/"],"web_origins":["http://localhost:3000"],"allowed_origins":[],` +
		`"grant_types":["authorization_code","refresh_token"],"token_endpoint_auth_method":"none","jwt_configuration":{"alg":"RS256"},` +
		`"refresh_token":{"rotation_type":"rotating","expiration_type":"expiring","leeway":3,"token_lifetime":3600,"infinite_token_lifetime":false,"idle_token_lifetime":600,"infinite_idle_token_lifetime":false},` +
		`"oidc_logout":{"backchannel_logout_urls":["http://localhost:3000/out"],"backchannel_logout_initiators":{"mode":"custom","selected_initiators":["rp-logout"]}},` +
		`"require_proof_of_possession":false,"require_pushed_authorization_requests":false,"skip_non_verifiable_callback_uri_confirmation_prompt":false}`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestClientFromItsMakingToItsEnd(t *testing.T) {
	tn := newTenant(t)
	var made struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
		Type   string `json:"app_type"`
		Method string `json:"token_endpoint_auth_method"`
	}
	tn.ask(t, "POST", "clients", `{"name": "Batch", "app_type": "non_interactive"}`, http.StatusCreated, &made)
	if made.ID == "" || len(made.Secret) < 40 || made.Type != "non_interactive" || made.Method != "client_secret_post" {
		t.Errorf("made %+v", made)
	}
	tn.ask(t, "POST", "clients", `{"name": "App", "app_type": "spa", "callbacks": ["http://localhost:5000"]}`, http.StatusCreated, &made)
	if made.Method != "none" {
		t.Errorf("made %+v", made)
	}
	var all []struct {
		ID     string `json:"client_id"`
		Secret string `json:"client_secret"`
	}
	tn.ask(t, "GET", "clients?per_page=3", "", http.StatusOK, &all)
	if len(all) != 3 {
		t.Errorf("a page of three: %+v", all)
	}
	for range 2 {
		tn.ask(t, "DELETE", "clients/"+made.ID, "", http.StatusNoContent, nil)
	}
	status, got := tn.send(t, "GET", "clients/"+made.ID, "")
	if want := `{"statusCode":404,"error":"Not Found","message":"The client does not exist","errorCode":"inexistent_client"}`; status != http.StatusNotFound || got != want {
		t.Errorf("deleted: status %d, %s", status, got)
	}
}

// The secret is told to those with a scope for it.
func TestSecretNeedsAScope(t *testing.T) {
	tn := newTenant(t)
	var shown struct {
		Secret string `json:"client_secret"`
	}
	tn.ask(t, "GET", "clients/machine", "", http.StatusOK, &shown)
	if shown.Secret != secret {
		t.Errorf("with read:client_keys: %q", shown.Secret)
	}
	if err := tn.SetClient(clientWith(tn, "read:clients")); err != nil {
		t.Fatal(err)
	}
	_, got := tn.send(t, "GET", "clients/machine", "", "Authorization", "Bearer "+tn.tokenOf(t, "limited"))
	if got == "" || containsSecret(got) {
		t.Errorf("without it: %s", got)
	}
}
