package authserver

import (
	"encoding/json"
	"net/http"

	"github.com/go-jose/go-jose/v4"
)

// metadata is the discovery document (OIDC Discovery 1.0 section 3, RFC 8414). It announces what this server really
// does, with one exception that is Auth0's: web_message works, but is not listed.
type metadata struct {
	Issuer                string                    `json:"issuer"`
	AuthorizationEndpoint string                    `json:"authorization_endpoint"`
	TokenEndpoint         string                    `json:"token_endpoint"`
	UserinfoEndpoint      string                    `json:"userinfo_endpoint"`
	JWKSURI               string                    `json:"jwks_uri"`
	RevocationEndpoint    string                    `json:"revocation_endpoint"`
	PushEndpoint          string                    `json:"pushed_authorization_request_endpoint"`
	EndSessionEndpoint    string                    `json:"end_session_endpoint,omitempty"`
	ScopesSupported       []string                  `json:"scopes_supported"`
	ResponseTypes         []string                  `json:"response_types_supported"`
	ResponseModes         []string                  `json:"response_modes_supported"`
	GrantTypes            []string                  `json:"grant_types_supported"`
	ChallengeMethods      []string                  `json:"code_challenge_methods_supported"`
	SubjectTypes          []string                  `json:"subject_types_supported"`
	IDTokenAlgs           []string                  `json:"id_token_signing_alg_values_supported"`
	TokenEndpointAuth     []string                  `json:"token_endpoint_auth_methods_supported"`
	Claims                []string                  `json:"claims_supported"`
	Prompts               []string                  `json:"prompt_values_supported"`
	ACRValues             []string                  `json:"acr_values_supported"`
	DPoPAlgs              []jose.SignatureAlgorithm `json:"dpop_signing_alg_values_supported"`
	ClaimsParameter       bool                      `json:"claims_parameter_supported"`
	RequestParameter      bool                      `json:"request_parameter_supported"`
	RequestURIParameter   bool                      `json:"request_uri_parameter_supported"`
	IssParameter          bool                      `json:"authorization_response_iss_parameter_supported"`
	BackchannelLogout     bool                      `json:"backchannel_logout_supported"`
	BackchannelSession    bool                      `json:"backchannel_logout_session_supported"`
}

func (s *Server) discovery(w http.ResponseWriter, _ *http.Request) {
	m := metadata{
		Issuer:                s.cfg.Issuer,
		AuthorizationEndpoint: s.base + authorizePath,
		TokenEndpoint:         s.base + tokenPath,
		UserinfoEndpoint:      s.base + userinfoPath,
		JWKSURI:               s.base + jwksPath,
		RevocationEndpoint:    s.base + revokePath,
		PushEndpoint:          s.base + pushPath,
		EndSessionEndpoint:    s.base + endSessionPath,
		ScopesSupported:       identityScopes,
		ResponseTypes:         []string{"code"},
		ResponseModes:         []string{modeQuery, modeFragment, modeFormPost},
		GrantTypes:            []string{grantCode, grantRefresh, grantClientCredentials},
		ChallengeMethods:      []string{"S256"},
		SubjectTypes:          []string{"public"},
		IDTokenAlgs:           idTokenAlgs,
		TokenEndpointAuth:     []string{authNone, authPost, authBasic},
		Claims:                []string{"acr", "amr", "at_hash", "aud", "auth_time", "email", "email_verified", "exp", "iat", "iss", "name", "nonce", "org_id", "org_name", "sid", "sub"},
		Prompts:               []string{"none", "login", "consent", "select_account"},
		ACRValues:             []string{multiFactor},
		DPoPAlgs:              dpopAlgs,
		IssParameter:          true, // RFC 9207
		BackchannelLogout:     true,
		BackchannelSession:    true,
	}
	settings := s.tenant().settings
	if settings.Flags.HideEndSessionEndpoint {
		m.EndSessionEndpoint = ""
	}
	if settings.Quirks.DiscoveryOfAuth0 {
		m.ChallengeMethods = []string{"S256", "plain"}
		m.ResponseTypes = []string{"code", "token", "id_token", "code token", "code id_token", "token id_token", "code token id_token"}
	}
	writeJSON(w, http.StatusOK, m)
}

// writeJSON encodes a value that always encodes; a failure to write means that the client has gone.
func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
