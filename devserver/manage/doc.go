// Package manage is a subset of Auth0's Management API v2 for the mock tenant: settings, clients, users, sessions and
// refresh tokens, under /api/v2/ on the authorization server's origin, with Auth0's shapes, scopes and texts.
//
// Its rule: what is taken is done. A property that the mock does not simulate is refused by its name, as Auth0 refuses
// one that it does not know; nothing is accepted and forgotten.
//
// Requests need an access token for the audience <issuer>/api/v2/, which a confidential client gets by
// client_credentials; API and Client register both. A user's token is refused, whatever its scopes, and so are pages of
// other sites, token or not.
package manage
