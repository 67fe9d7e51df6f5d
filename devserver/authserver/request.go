package authserver

import (
	"cmp"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// identityScopes are those of OpenID Connect itself; an API brings its own.
var identityScopes = []string{"openid", "profile", "email", offlineAccess, onlineAccess}

// authorizeParams are the parameters that the endpoint reads. Unknown ones are ignored (RFC 6749 section 3.1), so
// they may also repeat.
var authorizeParams = []string{
	"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
	"code_challenge_method", "response_mode", "prompt", "max_age", "login_hint", "ui_locales", "acr_values", "connection",
	"organization", "audience", "dpop_jkt", "request", "request_uri",
}

// multiFactor is the one class of authentication context that can be asked for by acr_values: Auth0's.
const multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor"

// trust decides whether answers may go to the redirect URI at all (RFC 6749 section 3.1.2.4). Until then a refusal
// is shown to the user and goes nowhere else.
func (s *Server) trust(params url.Values) (Client, string, *refusal) {
	for _, name := range []string{"client_id", "redirect_uri"} {
		if len(params[name]) > 1 {
			return Client{}, "", refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
		if one(params, name) == "" {
			return Client{}, "", refuse("invalid_request", "Missing required parameter: %s", name).
				mend("the application must send %s", name)
		}
	}
	client, known := s.client(one(params, "client_id"))
	if !known {
		return Client{}, "", refuse("invalid_request", "Unknown client: %s", one(params, "client_id")).
			mend("use the client_id of a registered client, or register this one")
	}
	redirectURI := one(params, "redirect_uri")
	organization, _ := s.organization(one(params, "organization"))
	if !client.allowsCallback(redirectURI, organization.Name) {
		return Client{}, "", refuse("invalid_request",
			"Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.").
			answer(http.StatusForbidden).
			because("redirect_uri %q is none of %q", redirectURI, client.Callbacks).
			mend("add it to callbacks of client %q, to the letter: scheme, port, path and trailing slash count", client.ID)
	}
	return client, redirectURI, nil
}

// parse checks the rest of the request. Its refusals go to the application.
func (s *Server) parse(params url.Values, client Client, redirectURI string) (store.AuthorizationRequest, *refusal) {
	known := make(url.Values, len(authorizeParams))
	for _, name := range authorizeParams {
		if values, sent := params[name]; sent {
			known[name] = values
		}
	}
	if name, found := repeated(known); found {
		return store.AuthorizationRequest{}, refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
	}
	for _, check := range []func(url.Values, Client) *refusal{checkResponse, checkRequestObject, checkChallenge, checkPrompt, checkDPoPKey} {
		if refused := check(known, client); refused != nil {
			return store.AuthorizationRequest{}, refused
		}
	}
	maxAge, refused := parseMaxAge(known.Get("max_age"))
	if refused != nil {
		return store.AuthorizationRequest{}, refused
	}
	flags := s.tenant().settings.Flags
	audience := known.Get("audience")
	if audience == "" && flags.ResourceParameter {
		audience = one(params, "resource") // it may repeat (RFC 8707), but a token is for one
	}
	audience = cmp.Or(audience, flags.DefaultAudience)
	api, found := s.api(audience)
	if audience != "" && !found {
		return store.AuthorizationRequest{}, refuse("access_denied", "Service not found: %s", audience).
			mend("use the audience of a registered API, or register this one")
	}
	connection := known.Get("connection")
	if _, found := s.connection(connection); connection != "" && connection != databaseConnection && !found {
		return store.AuthorizationRequest{}, refuse("invalid_request", "the connection was not found").
			because("connection is %q", describe(connection)).mend("use the name of a configured connection, or send none")
	}
	organization, found := s.organization(known.Get("organization"))
	if known.Get("organization") != "" && !found {
		return store.AuthorizationRequest{}, refuse("invalid_request", "organization %s does not exist", known.Get("organization")).
			mend("use the id or the name of a configured organization, or send none")
	}
	scope, refused := refreshScopes(known.Get("scope"), client)
	if refused != nil {
		return store.AuthorizationRequest{}, refused
	}
	return store.AuthorizationRequest{
		ClientID:      client.ID,
		RedirectURI:   redirectURI,
		ResponseMode:  responseMode(known),
		Scope:         grantedScope(scope, api),
		Audience:      audience,
		State:         known.Get("state"),
		Nonce:         known.Get("nonce"),
		CodeChallenge: known.Get("code_challenge"),
		DPoPKey:       known.Get("dpop_jkt"),
		Prompt:        strings.Fields(known.Get("prompt")),
		MaxAge:        maxAge,
		LoginHint:     known.Get("login_hint"),
		UILocales:     known.Get("ui_locales"),
		ACRValues:     strings.Fields(known.Get("acr_values")),
		Connection:    connection,
		Organization:  organization.ID,
	}, nil
}

func checkResponse(params url.Values, _ Client) *refusal {
	switch params.Get("response_type") {
	case "code":
	case "":
		return refuse("invalid_request", "Missing required parameter: response_type").mend("send response_type=code")
	default:
		return refuse("unsupported_response_type", "Unsupported response type: %s", params.Get("response_type")).
			mend("send response_type=code: implicit and hybrid flows are not served")
	}
	switch params.Get("response_mode") {
	case "", modeQuery, modeFragment, modeFormPost, modeWebMessage:
		return nil
	default:
		return refuse("invalid_request", "Unsupported response mode: %s", params.Get("response_mode")).
			mend("send response_mode query, fragment, form_post or web_message")
	}
}

// checkRequestObject refuses what must not be ignored: its parameters would override those in the URL
// (OIDC Core section 6).
func checkRequestObject(params url.Values, _ Client) *refusal {
	for _, name := range []string{"request", "request_uri"} {
		if params.Get(name) != "" {
			return refuse(name+"_not_supported", "The %s parameter is not supported", name).
				mend("send the parameters themselves")
		}
	}
	return nil
}

// checkChallenge asks for PKCE by S256 (RFC 7636 section 4.4.1). Without a method the RFC means plain. A confidential
// client may leave PKCE out.
func checkChallenge(params url.Values, client Client) *refusal {
	challenge, method := params.Get("code_challenge"), params.Get("code_challenge_method")
	if challenge == "" && method == "" && !client.public() {
		return nil
	}
	if challenge == "" {
		return refuse("invalid_request", "Code challenge required").mend("send code_challenge and code_challenge_method=S256")
	}
	if method != "S256" {
		return refuse("invalid_request", "Transform algorithm not supported").
			because("code_challenge_method is %q", method).mend("send code_challenge_method=S256")
	}
	if sum, err := base64.RawURLEncoding.Strict().DecodeString(challenge); err != nil || len(sum) != 32 {
		return refuse("invalid_request", "Invalid code challenge").
			mend("send the SHA-256 of the code verifier as base64url without padding: 43 characters")
	}
	return nil
}

func checkPrompt(params url.Values, _ Client) *refusal {
	prompts := strings.Fields(params.Get("prompt"))
	for _, p := range prompts {
		if p != "none" && p != "login" && p != "consent" && p != "select_account" {
			return refuse("invalid_request", "Unsupported prompt: %s", p).mend("send none, login, consent or select_account")
		}
	}
	if slices.Contains(prompts, "none") && len(prompts) > 1 {
		return refuse("invalid_request", "prompt=none cannot be combined with another prompt").
			mend("see OIDC Core section 3.1.2.1")
	}
	return nil
}

// checkDPoPKey: RFC 9449 section 10.
func checkDPoPKey(params url.Values, _ Client) *refusal {
	jkt := params.Get("dpop_jkt")
	if sum, err := base64.RawURLEncoding.Strict().DecodeString(jkt); jkt != "" && (err != nil || len(sum) != 32) {
		return refuse("invalid_request", "Invalid dpop_jkt").mend("send the RFC 7638 thumbprint of the key: 43 characters")
	}
	return nil
}

// parseMaxAge reads whole seconds; -1 stands for none.
func parseMaxAge(s string) (time.Duration, *refusal) {
	if s == "" {
		return -1, nil
	}
	seconds, err := strconv.ParseInt(s, 10, 32)
	if err != nil || seconds < 0 {
		return 0, refuse("invalid_request", "Invalid max_age").mend("send whole seconds, 0 or more")
	}
	return time.Duration(seconds) * time.Second, nil
}

// grantedScope drops what neither OpenID Connect nor the API knows, as Auth0 does. The token response tells.
func grantedScope(scope string, api API) string {
	var granted []string
	for _, s := range strings.Fields(scope) {
		supported := slices.Contains(identityScopes, s) || slices.Contains(api.Scopes, s)
		if supported && !slices.Contains(granted, s) {
			granted = append(granted, s)
		}
	}
	return strings.Join(granted, " ")
}
