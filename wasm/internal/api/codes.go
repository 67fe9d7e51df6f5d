package api

// Retryable tells whether the same call may succeed later with nothing mended.
func Retryable(code string) bool {
	switch code {
	case "user_idle", "offline", "as_unreachable", "as_error_page", "server_error",
		"timeout", "cancelled", "lock", "renewal_storm", "load_failed":
		return true
	}
	return false
}

// Code is a stable error code. Cause says what happened, Cure what helps; both
// stand in web/types/errors.d.ts word for word.
type Code struct{ Name, Cause, Cure string }

// Codes are all codes that a SessionError can carry.
func Codes() []Code {
	return []Code{
		// Answers of the authorization server (OpenID Connect Core 3.1.2.6, RFC 6749 4.1.2.1 and 5.2).
		{"login_required", "The server has no session for this browser.", "Log in."},
		{"consent_required", "The server wants the user's consent first.", "Log in, which asks for it."},
		{"interaction_required", "The server wants to show the user something.", "Log in."},
		{"access_denied", "The user or the server refused.", "Show error_description; let the user try again."},
		{"invalid_grant", "The code was used, has expired or is another client's.", "Log in again."},
		{"authorization_error", "The server refused the request for another reason: error.", "See error_description; most often the client's registration."},
		{"token_error", "The token endpoint refused for another reason: error.", "See error_description; most often the client's registration."},

		// What was received is not as it must be.
		{"invalid_callback", "The address holds no answer of the server.", "Call handleRedirectCallback only on the page that the login returns to."},
		{"invalid_metadata", "The server's metadata is unusable (OpenID Connect Discovery 4.3).", "Check domain, issuer or metadata; the message names the field."},
		{"invalid_keys", "The server's keys are unusable (RFC 7517 5).", "Mend the server's JWK Set."},
		{"invalid_response", "The answer to a token request, or to a pushed one, is unusable (RFC 6749 5.1, RFC 9126 2.2).", "Mend the server, or what stands between."},
		{"issuer_mismatch", "The answer is another server's (RFC 9207 2.4).", "Check issuer; if it is right, somebody mixed up the servers on purpose."},
		{"id_token_malformed", "The ID token is no signed JWT.", "Mend the server."},
		{"id_token_algorithm", "The ID token's algorithm is not allowed.", "Let the server sign by RS256."},
		{"id_token_key", "No key of the server fits the ID token.", "Publish the key in the server's JWK Set."},
		{"id_token_signature", "The ID token's signature is wrong.", "Do not trust it: somebody else made or altered it."},
		{"id_token_issuer", "iss is not the issuer.", "Check issuer: it must be the server's own, to the letter."},
		{"id_token_audience", "aud or azp is another client.", "Check clientId."},
		{"id_token_subject", "sub is missing.", "Mend the server."},
		{"id_token_expired", "exp is past, or not after iat.", "Log in again; if it comes back, check the server's clock."},
		{"id_token_time", "iat, nbf or session_expiry is missing or not as it can be.", "Check the server's clock."},
		{"id_token_nonce", "nonce is not the one that was sent: the token belongs to another login.", "Log in again."},
		{"id_token_auth_time", "auth_time is missing, or the login is older than max_age.", "Log in again; the server must send auth_time where absoluteTimeout is set."},
		{"id_token_acr", "acr is none of the acr_values that were asked for.", "Log in again, in the way that was asked for."},
		{"id_token_organization", "org_id or org_name is another organization than was asked for.", "Log in as a member of that organization."},
		{"id_token_at_hash", "at_hash is not the access token's.", "Do not trust it: the tokens do not belong together."},
		{"clock_unusable", "The clock of this device is off by more than a day.", "Set it."},

		// The session and the way to the server.
		{"user_idle", "No user was present, so nothing was sent: it would have extended the session.", "Ask again after the user has done something."},
		{"signed_out", "The user logged out meanwhile.", "Log in."},
		{"user_changed", "Another user has signed in at the server.", "Reload the page."},
		{"offline", "There is no network.", "Wait for the online event; nobody was logged out."},
		{"as_unreachable", "The server did not answer at all.", "Try again; check its address and the page's connect-src and frame-src."},
		{"as_error_page", "The server showed a page where an answer was due.", "Try again; if it comes back, check the client's redirect URIs and web origins."},
		{"server_error", "The server failed (5xx).", "Try again."},
		{"timeout", "No answer came in time, or the page was frozen while it was waited for.", "Try again."},
		{"cookies_blocked", "Hidden frames have no cookies of the server: it is on another site, or the page is cross-origin isolated.", "Serve the server from the app's own site; until then silent.fallback says what Continue does."},
		{"popup_blocked", "The browser opened no popup.", "Call it in the handler of a click, or open the window there and give it."},
		{"popup_closed", "The user closed the popup.", "Let the user try again."},
		{"cancelled", "Whoever asked has given up.", "Ask again."},
		{"renewal_storm", "Ten renewals within 30 s failed, or no user asked for them: something asks without end.", "Find what calls getTokenSilently in a loop, a render or an error handler; wait half a minute."},
		{"lock", "Another tab was renewing and would not let go.", "Try again."},

		// This page and this browser.
		{"missing_transaction", "The login was not begun in this tab, was begun over an hour ago, or is done already.", "Log in again."},
		{"storage_unavailable", "The browser keeps nothing for this site.", "Allow site data for it."},
		{"worker_unavailable", "No worker could be had, so refresh tokens are held in the page's memory. Told to logger; nothing fails.", "Serve worker.js beside spa-session.js; allow worker-src 'self' and the Trusted Types policy spa-session."},
		{"invalid_option", "An option is wrong; the message names it.", "Give what it takes."},
		{"already_configured", "There is a client for this issuer and clientId with another value for an option.", "Create it once, or close() the first."},
		{"not_supported", "This is no page, not a secure context, or WebAssembly is switched off.", "Serve the page by https; call from a page."},
		{"load_failed", "The WebAssembly module could not be loaded; the message says why.", "Serve what it names, or mend the CSP, and call again."},
		{"closed", "close() was called on this client.", "Create another."},
		{"crashed", "The WebAssembly module has crashed.", "Reload the page, or create the client anew."},
		{"internal", "A fault of this package.", "Report it, with cause."},
	}
}
