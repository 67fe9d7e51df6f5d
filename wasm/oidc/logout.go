package oidc

import "strings"

// LogoutRequest ends the session at the authorization server, by a navigation.
type LogoutRequest struct {
	ClientID              string
	IDTokenHint           string // the last ID token, expired or not; without it the server may ask the user
	PostLogoutRedirectURI string // must be registered there
	State                 string // comes back with PostLogoutRedirectURI; not at /v2/logout
	Federated             bool   // end the identity provider's session too; Auth0's own
	Extra                 Params // what this type does not know, such as ui_locales or logout_hint
}

// URL is where the browser goes: the end_session_endpoint if there is one
// (RP-Initiated Logout 1.0 section 2), else Auth0's older /v2/logout. client_id
// goes beside id_token_hint since servers differ in which of the two chooses the
// list of allowed URLs. Extra parameters lose against the request's own.
func (r LogoutRequest) URL(metadata Metadata) string {
	endpoint := metadata.EndSessionEndpoint
	params := Params{{"client_id", r.ClientID}}
	if endpoint != "" {
		params = params.
			with("id_token_hint", r.IDTokenHint).
			with("post_logout_redirect_uri", r.PostLogoutRedirectURI).
			with("state", r.State)
	} else {
		endpoint = strings.TrimSuffix(metadata.Issuer, "/") + "/v2/logout"
		params = params.with("returnTo", r.PostLogoutRedirectURI)
	}
	if r.Federated {
		params = params.with("federated", "true")
	}
	return WithParams(endpoint, params.extended(r.Extra))
}
