package requestlog

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// harmless are the parameters that the log shows the values of.
var harmless = []string{
	"acr_values", "action", "audience", "client_id", "code_challenge", "code_challenge_method", "connection", "display",
	"error", "error_description", "federated", "grant_type", "login_hint", "max_age", "organization", "path",
	"post_logout_redirect_uri", "prompt", "redirect_uri", "response_mode", "response_type", "returnTo", "scope",
	"token_type_hint", "ui_locales", "username",
}

// secret are the parameters whose values must not be quoted either.
var secret = []string{
	"access_token", "assertion", "client_assertion", "client_secret", "code", "code_verifier", "device_code", "id_token",
	"id_token_hint", "interaction", "logout_token", "mfa_token", "password", "refresh_token", "request_uri", "state",
	"token", "totp_secret",
}

// shortest is the length below which a secret is not looked for in other texts: it would be found by chance everywhere.
const shortest = 4

// maxSecrets bounds those that are looked for, one by one, in each text. A browser with many cookies sends some hundred;
// what carries more is logged without its texts.
const maxSecrets = 500

// secrets are what request and answer carry that nobody may read in a log, longest first.
func (e *exchange) secrets() []string {
	found := secretsOf(e.params())
	for _, name := range []string{"Authorization", "Dpop"} {
		for _, value := range e.request.Header.Values(name) {
			_, credentials, _ := strings.Cut(value, " ")
			found = append(found, value, credentials)
		}
	}
	if _, password, ok := e.request.BasicAuth(); ok {
		decoded, _ := url.QueryUnescape(password) // RFC 6749 section 2.3.1
		found = append(found, password, decoded)
	}
	for _, cookie := range e.request.Cookies() {
		found = append(found, cookie.Value)
	}
	header := e.answer.Header()
	for _, cookie := range (&http.Response{Header: header}).Cookies() {
		found = append(found, cookie.Value)
	}
	found = append(found, secretsWithin(header.Get("Location"))...)
	found = slices.DeleteFunc(found, func(s string) bool { return len(s) < shortest })
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) }) // one may be part of another
	return found
}

// secretsOf are those of a request's parameters, also of URLs that are parameters.
func secretsOf(params url.Values) (found []string) {
	for name, values := range params {
		if slices.Contains(secret, name) {
			found = append(found, values...)
		}
		for _, value := range values {
			found = append(found, secretsWithin(value)...)
		}
	}
	return found
}

// secretsWithin are those in query and fragment of a URL.
func secretsWithin(s string) (found []string) {
	u, err := url.Parse(s)
	if err != nil || u.RawQuery == "" && u.Fragment == "" {
		return nil
	}
	fragment, _ := url.ParseQuery(u.Fragment) // what can be read of it
	for _, params := range []url.Values{u.Query(), fragment} {
		for _, name := range secret {
			found = append(found, params[name]...)
		}
	}
	return found
}

// hide takes secrets out of a text, also as a URL would spell them.
func hide(text string, secrets []string) string {
	if len(secrets) > maxSecrets {
		return hidden
	}
	for _, s := range secrets {
		text = strings.ReplaceAll(text, s, hidden)
		if escaped := url.QueryEscape(s); escaped != s {
			text = strings.ReplaceAll(text, escaped, hidden)
		}
	}
	return text
}
