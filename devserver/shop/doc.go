// Package shop is the storefront's own API, as a company would run it beside its SPA: a public catalogue at
// GET /api/products and a user's orders at GET /api/orders.
//
// Its rule: trust nothing but the access token, and verify that as any resource server would (RFC 9068 section 4,
// RFC 6750). The keys come over HTTP from the issuer's discovery document, never from the dev server's memory, so
// that this package finds out when the authorization server publishes something wrong.
//
// It refuses tokens in the query or the body, any algorithm but RS256, and ID tokens in place of access tokens.
package shop
