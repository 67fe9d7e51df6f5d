// What the methods of the client take and give.

import type { SessionError } from './errors.js'
import type { AuthorizationParams, OpenUrl, SessionOptions } from './options.js'

export interface LoginWithRedirectOptions<AppState = any> {
  /**
   * Given back after the login, for instance the page to return to. Anything that JSON carries; a `returnTo` in it must
   * be on this page's origin.
   */
  appState?: AppState
  /**
   * Parameters of this login alone, beside those of the client, such as `organization` and `invitation`. Renewals stay in
   * the organization of the latest login.
   */
  authorizationParams?: AuthorizationParams
  /** What follows `#` in the address of the server's page. */
  fragment?: string
  /** Takes the place of `location.assign`. */
  openUrl?: OpenUrl
}

export interface LoginWithPopupOptions {
  /** Parameters of this login alone, beside those of the client. A `redirect_uri` takes the place of popup.html, too. */
  authorizationParams?: AuthorizationParams
}

export interface GetTokenWithPopupOptions {
  /** Parameters of this request alone, beside those of the client. */
  authorizationParams?: AuthorizationParams
}

export interface PopupConfigOptions {
  /** A window that the app has opened in the handler of a click. */
  popup?: Window | null
  /** How long the login may take, in seconds. Default 60. */
  timeoutInSeconds?: number
  /** `false`: the window stays open afterwards. Default `true`. */
  closePopup?: boolean
}

export interface RedirectLoginResult<AppState = any> {
  /** What the login was given. */
  appState?: AppState
}

export interface CheckSessionOptions {
  /** `true`: ask even if this browser remembers no session here; another app may have made one. Default `false`. */
  sso?: boolean
}

export interface GetTokenSilentlyOptions {
  /** `on` (default): from the cache if fresh. `off`: never. `cache-only`: nothing is sent. */
  cacheMode?: 'on' | 'off' | 'cache-only'
  /** For this answer, in seconds. Default `silent.timeoutInSeconds`. */
  timeoutInSeconds?: number
  /** `true`: all that came with the token. Default `false`. */
  detailedResponse?: boolean
  /** Parameters of this request alone. Another scope or audience has its own place in the cache. */
  authorizationParams?: AuthorizationParams
  /** `false`: the app vouches that its user asked for this just now, so the user counts as present. */
  passive?: boolean
  /**
   * `true`: the server's session itself is asked for, never a cache or a refresh token: so it is known afterwards whether
   * it stands, for instance once an API refuses fresh tokens. Default `false`.
   */
  touch?: boolean
  /** Aborted: this call rejects with `cancelled`. Others that wait for the same token get it. */
  signal?: AbortSignal
}

export interface RevokeRefreshTokenOptions {
  /** Whose refresh token: that of the client's own `audience` by default. */
  audience?: string
}

export interface CreateFetcherOptions {
  /** The API. Relative URLs are resolved against it; others must be of its origin. Default: the page's own. */
  baseUrl?: string | URL
  /** What sends the requests. Default: the page's `fetch`. */
  fetch?: typeof fetch
}

export interface Fetcher {
  /**
   * As `fetch`, with a token. Redirects are errors unless `init` says otherwise, since they may lead elsewhere. A token
   * that is answered by 401 is renewed, once. If the new one is, too, that is the answer, and the server is asked whether
   * its session still stands.
   * @throws {SessionError} what getTokenSilently throws; `invalid_option` for a URL of another origin
   */
  fetchWithAuth(info: RequestInfo | URL, init?: RequestInit, authorizationParams?: AuthorizationParams): Promise<Response>
}

/** Lifetimes in seconds, as in {@link SessionOptions}. */
export interface UpdateSessionOptions {
  idleTimeout?: number
  warningTime?: number
  /** `0`: none. One that was not known before comes into force with the next answer of the server. */
  absoluteTimeout?: number
}

export interface HoldActivityOptions {
  /** How long it lasts, unless it is ended before: whole seconds, at most 3600. Default 300. */
  seconds?: number
}

/** The answer of the token endpoint (RFC 6749 5.1). */
export interface TokenResponse {
  access_token: string
  id_token: string
  token_type: string
  /** How long the access token still lives, in seconds. */
  expires_in: number
  /** What was granted, if it differs from what was asked for. */
  scope?: string
}

export interface LogoutOptions {
  /** Sent as `client_id`. Default: this client's. `null`: none is sent. */
  clientId?: string | null
  logoutParams?: LogoutParams
  /** Takes the place of `location.assign`. `false`: the server's session goes on. */
  openUrl?: OpenUrl | false
}

export interface LogoutParams {
  /** Where the server leads afterwards: on this page's origin and registered with the server. */
  returnTo?: string
  /** `true`: the identity provider's session ends too, where the server can do so. */
  federated?: boolean
  /** Any further parameter goes to the server as it is, such as `logout_hint`, `ui_locales`, `state`. */
  [parameter: string]: string | number | boolean | undefined
}
