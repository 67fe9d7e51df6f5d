// Package authserver is a mock authorization server that behaves as Auth0 does towards a single-page app:
// authorization code with PKCE, silent authentication by prompt=none and response_mode=web_message, one session
// cookie for all applications of the tenant, and logout at /v2/logout and /oidc/logout.
//
// New(Config) returns an http.Handler, so it runs in a terminal and inside anybody's Go tests alike. Its rules: it
// is as strict as a real server (exact redirect URIs, S256 only, codes that work once); every instant comes from
// Config.Now, and a session ends by that clock, never by the cookie's; every refusal that a browser would swallow
// is logged with its cause and its cure, and no token, code, cookie or password ever is.
//
// It refuses the implicit and hybrid flows, plain PKCE, request objects, wildcards in URLs, and an issuer on plain
// http that is not a loopback address.
//
// A web_message page carries its answer as JSON in <script id="response"> and the origin it is meant for in
// <script id="target">, so that a test without a browser can read both.
package authserver
