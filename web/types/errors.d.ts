// How calls fail.

/** What every failure is. Branch on `code`: messages change. */
export class SessionError extends Error {
  private constructor()
  readonly name: 'SessionError'
  readonly code: ErrorCode
  /** The server's own `error` (RFC 6749 4.1.2.1 and 5.2), else the same as `code`. As in auth0-spa-js. */
  readonly error: string
  /** The server's own `error_description`, else the same as `message`. */
  readonly error_description: string
  /** Whether the same call may succeed later, with nothing mended. */
  readonly retryable: boolean
  readonly cause?: unknown
}

/** The codes, each with its cause and its cure. */
export type ErrorCode =
  /** The server has no session for this browser. Log in. */
  | 'login_required'
  /** The server wants the user's consent first. Log in, which asks for it. */
  | 'consent_required'
  /** The server wants to show the user something. Log in. */
  | 'interaction_required'
  /** The user or the server refused. Show error_description; let the user try again. */
  | 'access_denied'
  /** The code was used, has expired or is another client's. Log in again. */
  | 'invalid_grant'
  /** The server refused the request for another reason: error. See error_description; most often the client's registration. */
  | 'authorization_error'
  /** The token endpoint refused for another reason: error. See error_description; most often the client's registration. */
  | 'token_error'
  /** The address holds no answer of the server. Call handleRedirectCallback only on the page that the login returns to. */
  | 'invalid_callback'
  /** The server's metadata is unusable (OpenID Connect Discovery 4.3). Check domain, issuer or metadata; the message names the field. */
  | 'invalid_metadata'
  /** The server's keys are unusable (RFC 7517 5). Mend the server's JWK Set. */
  | 'invalid_keys'
  /** The answer to a token request, or to a pushed one, is unusable (RFC 6749 5.1, RFC 9126 2.2). Mend the server, or what stands between. */
  | 'invalid_response'
  /** The answer is another server's (RFC 9207 2.4). Check issuer; if it is right, somebody mixed up the servers on purpose. */
  | 'issuer_mismatch'
  /** The ID token is no signed JWT. Mend the server. */
  | 'id_token_malformed'
  /** The ID token's algorithm is not allowed. Let the server sign by RS256. */
  | 'id_token_algorithm'
  /** No key of the server fits the ID token. Publish the key in the server's JWK Set. */
  | 'id_token_key'
  /** The ID token's signature is wrong. Do not trust it: somebody else made or altered it. */
  | 'id_token_signature'
  /** iss is not the issuer. Check issuer: it must be the server's own, to the letter. */
  | 'id_token_issuer'
  /** aud or azp is another client. Check clientId. */
  | 'id_token_audience'
  /** sub is missing. Mend the server. */
  | 'id_token_subject'
  /** exp is past, or not after iat. Log in again; if it comes back, check the server's clock. */
  | 'id_token_expired'
  /** iat, nbf or session_expiry is missing or not as it can be. Check the server's clock. */
  | 'id_token_time'
  /** nonce is not the one that was sent: the token belongs to another login. Log in again. */
  | 'id_token_nonce'
  /** auth_time is missing, or the login is older than max_age. Log in again; the server must send auth_time where absoluteTimeout is set. */
  | 'id_token_auth_time'
  /** acr is none of the acr_values that were asked for. Log in again, in the way that was asked for. */
  | 'id_token_acr'
  /** org_id or org_name is another organization than was asked for. Log in as a member of that organization. */
  | 'id_token_organization'
  /** at_hash is not the access token's. Do not trust it: the tokens do not belong together. */
  | 'id_token_at_hash'
  /** The clock of this device is off by more than a day. Set it. */
  | 'clock_unusable'
  /** No user was present, so nothing was sent: it would have extended the session. Ask again after the user has done something. Retryable. */
  | 'user_idle'
  /** The user logged out meanwhile. Log in. */
  | 'signed_out'
  /** Another user has signed in at the server. Reload the page. */
  | 'user_changed'
  /** There is no network. Wait for the online event; nobody was logged out. Retryable. */
  | 'offline'
  /** The server did not answer at all. Try again; check its address and the page's connect-src and frame-src. Retryable. */
  | 'as_unreachable'
  /** The server showed a page where an answer was due. Try again; if it comes back, check the client's redirect URIs and web origins. Retryable. */
  | 'as_error_page'
  /** The server failed (5xx). Try again. Retryable. */
  | 'server_error'
  /** No answer came in time, or the page was frozen while it was waited for. Try again. Retryable. */
  | 'timeout'
  /** Hidden frames have no cookies of the server: it is on another site, or the page is cross-origin isolated. Serve the server from the app's own site; until then silent.fallback says what Continue does. */
  | 'cookies_blocked'
  /** The browser opened no popup. Call it in the handler of a click, or open the window there and give it. */
  | 'popup_blocked'
  /** The user closed the popup. Let the user try again. */
  | 'popup_closed'
  /** Whoever asked has given up. Ask again. Retryable. */
  | 'cancelled'
  /** Ten renewals within 30 s failed, or no user asked for them: something asks without end. Find what calls getTokenSilently in a loop, a render or an error handler; wait half a minute. Retryable. */
  | 'renewal_storm'
  /** Another tab was renewing and would not let go. Try again. Retryable. */
  | 'lock'
  /** The login was not begun in this tab, was begun over an hour ago, or is done already. Log in again. */
  | 'missing_transaction'
  /** The browser keeps nothing for this site. Allow site data for it. */
  | 'storage_unavailable'
  /** No worker could be had, so refresh tokens are held in the page's memory. Told to logger; nothing fails. Serve worker.js beside spa-session.js; allow worker-src 'self' and the Trusted Types policy spa-session. */
  | 'worker_unavailable'
  /** An option is wrong; the message names it. Give what it takes. */
  | 'invalid_option'
  /** There is a client for this issuer and clientId with another value for an option. Create it once, or close() the first. */
  | 'already_configured'
  /** This is no page, not a secure context, or WebAssembly is switched off. Serve the page by https; call from a page. */
  | 'not_supported'
  /** The WebAssembly module could not be loaded; the message says why. Serve what it names, or mend the CSP, and call again. Retryable. */
  | 'load_failed'
  /** close() was called on this client. Create another. */
  | 'closed'
  /** The WebAssembly module has crashed. Reload the page, or create the client anew. */
  | 'crashed'
  /** A fault of this package. Report it, with cause. */
  | 'internal'
