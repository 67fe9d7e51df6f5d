// Package oidc is the client's side of OpenID Connect: the authorization code
// flow with PKCE, silent authentication by web_message, ID-token checks and
// logout. Its functions come in pairs: one builds a request, the other processes
// the response. None does I/O, none reads a clock, none draws random bytes:
// digests, signatures, parsed JSON and parsed URLs are handed in by the caller.
//
// It keeps to one rule: what is received is believed only after the check that
// its specification names, and every refusal has a [Code].
//
// It refuses what no single-page app needs: implicit and hybrid flows, plain
// PKCE, unsigned and symmetrically signed tokens, plain http beyond loopback.
//
// JSON arrives parsed: objects are map[string]any, arrays []any, numbers
// float64. Durations and NumericDates are seconds unless a name ends in MS.
package oidc
