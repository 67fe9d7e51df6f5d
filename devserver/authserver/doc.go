// Package authserver is a mock authorization server that behaves as Auth0 does towards its applications: authorization
// code with PKCE, silent authentication by prompt=none and response_mode=web_message, refresh tokens that rotate, DPoP,
// pushed requests, one session for all applications of the tenant with its limits, second factor, consent and social
// login, and logout at /v2/logout, /oidc/logout and over the back channel.
//
// New(Config) returns an http.Handler, so it runs in a terminal and inside anybody's Go tests alike; NewTest starts one
// for a test. Its rules: it is as strict as a real server (exact redirect URIs, S256 only, codes and one-time codes that
// work once); every instant comes from Config.Now, and a session ends by that clock, never by the cookie's; it does
// wrong only when Server.Fail has ordered it; every refusal that a browser would swallow is logged with its cause and its
// cure, and no token, code, cookie or password ever is.
//
// It refuses the implicit and hybrid flows, plain PKCE, request objects, and an issuer on plain
// http that is not a loopback address, unless Public says that this is meant.
//
// A web_message page carries its answer as JSON in <script id="response"> and the origin it is meant for in
// <script id="target">, so that a test without a browser can read both.
package authserver
