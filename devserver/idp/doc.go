// Package idp is a mock social identity provider, of the kind that a user is already logged in to: an http.Handler for
// an origin of its own, with its own login page and its own session cookie. The authorization server is one of its
// clients and talks OpenID Connect to it: a code with PKCE, a client secret, userinfo, RP-initiated logout.
//
// Its rules: a session that lives asks nothing, whatever the authorization server's own session does; only a logout
// here ends it. Clients, redirect URIs and logout URIs are registered and matched exactly; codes work once.
//
// It refuses clients without a secret and any other flow. Its sessions have no idle limit: they live until they are
// ended, or until SessionLifetime, 90 days without one, is over.
package idp
