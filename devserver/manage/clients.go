package manage

import (
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// clientView is a client as Auth0 tells of it. The secret needs a scope of its own.
type clientView struct {
	ID                string       `json:"client_id"`
	Secret            string       `json:"client_secret,omitempty"`
	Name              string       `json:"name"`
	AppType           string       `json:"app_type"`
	FirstParty        bool         `json:"is_first_party"`
	OIDCConformant    bool         `json:"oidc_conformant"`
	Callbacks         []string     `json:"callbacks"`
	AllowedLogoutURLs []string     `json:"allowed_logout_urls"`
	WebOrigins        []string     `json:"web_origins"`
	AllowedOrigins    []string     `json:"allowed_origins"`
	GrantTypes        []string     `json:"grant_types"`
	AuthMethod        string       `json:"token_endpoint_auth_method"`
	JWT               jwtView      `json:"jwt_configuration"`
	Refresh           refreshView  `json:"refresh_token"`
	OIDCLogout        clientLogout `json:"oidc_logout"`
	RequireDPoP       bool         `json:"require_proof_of_possession"`
	RequirePAR        bool         `json:"require_pushed_authorization_requests"`
	SkipConfirmation  bool         `json:"skip_non_verifiable_callback_uri_confirmation_prompt"`
}

type jwtView struct {
	Alg string `json:"alg"`
}

type refreshView struct {
	RotationType   string `json:"rotation_type"`
	ExpirationType string `json:"expiration_type"`
	Leeway         int64  `json:"leeway"` // seconds, as all of these
	Lifetime       int64  `json:"token_lifetime"`
	Infinite       bool   `json:"infinite_token_lifetime"`
	IdleLifetime   int64  `json:"idle_token_lifetime"`
	InfiniteIdle   bool   `json:"infinite_idle_token_lifetime"`
}

type clientLogout struct {
	URLs       []string       `json:"backchannel_logout_urls"`
	Initiators initiatorsView `json:"backchannel_logout_initiators"`
}

type initiatorsView struct {
	Mode     string                 `json:"mode"` // all or custom
	Selected []authserver.Initiator `json:"selected_initiators,omitempty"`
}

func viewOf(client authserver.Client, withSecret bool) clientView {
	v := clientView{
		ID: client.ID, Name: client.Name, AppType: appType(client), FirstParty: !client.ThirdParty, OIDCConformant: true,
		Callbacks: list(client.Callbacks), AllowedLogoutURLs: list(client.AllowedLogoutURLs), WebOrigins: list(client.WebOrigins),
		AllowedOrigins: list(client.AllowedOrigins), GrantTypes: list(client.GrantTypes), AuthMethod: client.AuthMethod,
		JWT: jwtView{client.IDTokenAlg}, Refresh: refreshOf(client.Refresh), RequireDPoP: client.RequireDPoP, RequirePAR: client.RequirePAR,
		SkipConfirmation: client.SkipCallbackConfirmation,
		OIDCLogout:       clientLogout{list(client.BackchannelLogoutURLs), initiatorsView{Mode: "all"}},
	}
	if len(client.BackchannelLogoutInitiators) > 0 {
		v.OIDCLogout.Initiators = initiatorsView{"custom", client.BackchannelLogoutInitiators}
	}
	if withSecret {
		v.Secret = client.Secret
	}
	return v
}

func refreshOf(policy authserver.RefreshPolicy) refreshView {
	v := refreshView{RotationType: "rotating", ExpirationType: "expiring", Leeway: int64(policy.Leeway / time.Second)}
	if policy.NonRotating {
		v.RotationType = "non-rotating"
	}
	v.Infinite, v.Lifetime = seconds(policy.Lifetime)
	v.InfiniteIdle, v.IdleLifetime = seconds(policy.IdleLifetime)
	if v.Infinite && v.InfiniteIdle {
		v.ExpirationType = "non-expiring"
	}
	return v
}

func seconds(d time.Duration) (unlimited bool, n int64) {
	if d == authserver.Unlimited {
		return true, 0
	}
	return false, int64(d / time.Second)
}

func appType(client authserver.Client) string {
	switch {
	case client.Secret == "":
		return "spa"
	case slices.Equal(client.GrantTypes, []string{"client_credentials"}):
		return "non_interactive"
	}
	return "regular_web"
}

func (a *api) listClients(w http.ResponseWriter, r *http.Request, c caller) error {
	all := a.server.Clients()
	views := make([]clientView, len(all))
	for i, client := range all {
		views[i] = viewOf(client, c.has("read:client_keys"))
	}
	return writePage(w, r, "clients", views)
}

func (a *api) showClient(w http.ResponseWriter, r *http.Request, c caller) error {
	client, err := a.client(r)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, viewOf(client, c.has("read:client_keys")))
	return nil
}

// createClient makes up id and secret, as Auth0 does; the secret is told once, here.
func (a *api) createClient(w http.ResponseWriter, r *http.Request, _ caller) error {
	p := read(r)
	p.require("name")
	kind := "regular_web"
	p.oneOf("app_type", &kind, "spa", "native", "regular_web", "non_interactive")
	client := authserver.Client{ID: rand.Text() + rand.Text()[:6]}
	if kind == "regular_web" || kind == "non_interactive" {
		client.Secret = rand.Text() + rand.Text()
	}
	if kind == "non_interactive" {
		client.GrantTypes = []string{"client_credentials"}
	}
	p.client(&client)
	if client.AuthMethod == "none" {
		client.Secret = ""
	}
	if err := p.done(); err != nil {
		return err
	}
	if err := a.server.SetClient(client); err != nil {
		return refused(err)
	}
	created, err := a.server.Client(client.ID)
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusCreated, viewOf(created, true))
	return nil
}

func (a *api) changeClient(w http.ResponseWriter, r *http.Request, c caller) error {
	client, err := a.client(r)
	if err != nil {
		return err
	}
	p := read(r)
	p.client(&client)
	if err := p.done(); err != nil {
		return err
	}
	if err := a.server.SetClient(client); err != nil {
		return refused(err)
	}
	return a.showClient(w, r, c)
}

func (a *api) deleteClient(w http.ResponseWriter, r *http.Request, _ caller) error {
	if err := a.server.DeleteClient(idOf(r)); err != nil && !errors.Is(err, authserver.ErrNoClient) {
		return err
	}
	w.WriteHeader(http.StatusNoContent) // also for an unknown one, as at Auth0
	return nil
}

func (a *api) client(r *http.Request) (authserver.Client, error) {
	client, err := a.server.Client(idOf(r))
	if errors.Is(err, authserver.ErrNoClient) {
		err = fail(http.StatusNotFound, "inexistent_client", "The client does not exist")
	}
	return client, err
}

// idOf is the path's last variable, as it was before it was escaped.
func idOf(r *http.Request) string {
	raw := mux.Vars(r)["id"]
	if id, err := url.PathUnescape(raw); err == nil {
		return id
	}
	return raw // what cannot be unescaped is nobody's id
}
