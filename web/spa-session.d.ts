// The public types of spa-session. Durations are seconds, instants are milliseconds since 1970.
// A Go test holds these declarations to the contract of the module (wasm/internal/api).

import type { SessionError } from './types/errors.js'
import type {
  CheckSessionOptions, CreateFetcherOptions, Fetcher, GetTokenSilentlyOptions, GetTokenWithPopupOptions, HoldActivityOptions,
  LoginWithPopupOptions, LoginWithRedirectOptions, LogoutOptions, PopupConfigOptions, RedirectLoginResult,
  RevokeRefreshTokenOptions, TokenResponse, UpdateSessionOptions,
} from './types/methods.js'
import type { SessionClientOptions } from './types/options.js'
import type { IdToken, SessionEvents, Snapshot, User } from './types/session.js'

export * from './types/errors.js'
export * from './types/methods.js'
export * from './types/options.js'
export * from './types/session.js'

/** The version of this package, as package.json has it. */
export const version: string

/**
 * Makes the client of one app with one authorization server. Loads the WebAssembly module, once a page, then
 * completes a login if this page is its callback, else checks whether there is a session
 * ({@link SessionClientOptions.autoStart}).
 *
 * Called again for the same issuer and clientId it resolves to the same client, until that is closed.
 * An authorization server that cannot be reached rejects nothing: the client is there, and its snapshot says why it
 * does not know yet.
 *
 * @throws {SessionError} `invalid_option`, `already_configured`, `not_supported`, `load_failed`, `crashed`
 */
export function createSessionClient(options: SessionClientOptions): Promise<SessionClient>

/**
 * The session of this page. Its methods need no `this`: they can be passed on by themselves.
 * Every promise rejects with a {@link SessionError}; once the client is closed, or its module crashed, all do.
 */
export interface SessionClient {
  /**
   * Leaves the page for the server's login. Resolves when the browser has been told to go.
   * @throws {SessionError} `as_unreachable`, `server_error`, `offline`, `invalid_metadata`, `storage_unavailable`
   */
  loginWithRedirect<AppState = any>(options?: LoginWithRedirectOptions<AppState>): Promise<void>
  /**
   * Logs in in a window of its own. Call it in the handler of a click, or open the window there and give it as
   * `config.popup`: browsers block what opens later. Where the server does not post its answer (`silent.mode`), and on a
   * page with Cross-Origin-Opener-Policy (then set `silent.mode: 'redirect'`, unless the page is crossOriginIsolated),
   * the answer comes by popup.html, which must be registered with the server: then nobody can tell whether the window was
   * closed, and a popup that was closed is a `timeout` too.
   * @throws {SessionError} `popup_blocked`, `popup_closed`, `timeout`, `access_denied`, `user_changed` …
   */
  loginWithPopup(options?: LoginWithPopupOptions, config?: PopupConfigOptions): Promise<void>
  /**
   * An access token by way of a popup, where the user has to agree to something first. It is kept as
   * getTokenSilently's are.
   * @throws {SessionError} as {@link loginWithPopup}
   */
  getTokenWithPopup(options?: GetTokenWithPopupOptions, config?: PopupConfigOptions): Promise<string>
  /**
   * Completes a login from the answer in `url` (default: the page's address) and takes the answer out of the address.
   * Only needed with `autoStart: false`.
   * @throws {SessionError} `invalid_callback`, `missing_transaction`, `access_denied`, `token_error`, the `id_token_` codes …
   */
  handleRedirectCallback<AppState = any>(url?: string): Promise<RedirectLoginResult<AppState>>
  /**
   * Asks the server whether there is a session, if this browser remembers one. Resolves whatever the answer: it is
   * in the snapshot.
   */
  checkSession(options?: CheckSessionOptions): Promise<void>
  /**
   * An access token: from memory if one is fresh, else from the server without a visible page. Calls for the same
   * audience and scope share one request.
   *
   * The server is only asked on behalf of a user who is there, since asking extends its session. Without recent input,
   * or while a warning stands, it is `user_idle` if no token is cached.
   * @returns `undefined` only for `cacheMode: 'cache-only'` with nothing in the cache
   * @throws {SessionError} `login_required`, `user_idle`, `offline`, `timeout` …
   */
  getTokenSilently(options: GetTokenSilentlyOptions & { detailedResponse: true }): Promise<TokenResponse | undefined>
  getTokenSilently(options?: GetTokenSilentlyOptions & { detailedResponse?: false }): Promise<string | undefined>
  /** Who is signed in. `undefined`: nobody. */
  getUser<T extends User = User>(): Promise<T | undefined>
  /** The claims of the ID token. `undefined`: nobody is signed in. */
  getIdTokenClaims(): Promise<IdToken | undefined>
  /** `true` until the session has ended: in `warning` and in `idle` as well. */
  isAuthenticated(): Promise<boolean>
  /**
   * Signs out here, in all tabs, and at the server, by leaving the page for its logout endpoint
   * (OpenID Connect RP-Initiated Logout 1.0; `/v2/logout` where the metadata has none). While the server cannot be
   * reached the logout is owed: it is tried again at each load and once the network is back, and the next login asks
   * for the password whatever became of it.
   * @throws {SessionError} `offline`, `as_unreachable` … when it is owed: everybody is signed out here all the same
   */
  logout(options?: LogoutOptions): Promise<void>
  /**
   * Extends the session: one request to the server, never a token from the cache. It is what Continue does in the
   * dialog. In `idle` it asks whether the session still stands.
   * @throws {SessionError} `login_required` when only a login helps; `offline`, `timeout`, `as_unreachable` …
   */
  continueSession(): Promise<void>
  /**
   * Measures this tab's session by other lifetimes from now on, for instance once the app knows who is signed in. What
   * is not given stays.
   * @throws {SessionError} `invalid_option`: they are refused as those of the options are
   */
  updateSession(options: UpdateSessionOptions): Promise<void>
  /**
   * Says that the user is active where no input is heard here, as in a frame of another origin. It counts as the
   * movement of a pointer does: not in `idle`, and it closes no warning.
   */
  reportActivity(): void
  /**
   * Vouches for a user who gives no input: one who watches a film, or waits for an upload. It counts as activity while
   * it lasts and the session is `active`; a warning that has begun stays. An hour after the last real input in this tab
   * no hold counts, however many there are.
   * @param reason what keeps the user from giving input; for the logger
   * @returns ends it
   * @throws {SessionError} `invalid_option`, `closed`, `crashed`
   */
  holdActivity(reason: string, options?: HoldActivityOptions): () => void
  /**
   * Says how long a user may be away before the session ends, in whole sentences to be shown where work begins
   * (WCAG 2.2.6). `""` with `session: false`.
   * @param locale a BCP 47 tag; default: the language of the dialog
   * @throws {SessionError} `invalid_option`
   */
  describeTimeout(locale?: string): Promise<string>
  /**
   * Tells the server to forget a refresh token (RFC 7009), and forgets it here. Access tokens live on until they expire.
   * Does nothing where there is none.
   * @throws {SessionError} `not_supported`, `token_error`, `offline`, `timeout` …
   */
  revokeRefreshToken(options?: RevokeRefreshTokenOptions): Promise<void>
  /**
   * Makes a `fetch` that adds the access token: `Bearer`, or `DPoP` with its proof. The token goes to the origin of
   * `baseUrl` and nowhere else.
   */
  createFetcher(options?: CreateFetcherOptions): Fetcher
  /** The session as it is now. Frozen; the same object until something changes. */
  getSnapshot(): Snapshot
  /**
   * Calls `fn` after each change of the snapshot.
   * @returns ends it
   */
  subscribe(fn: (snapshot: Snapshot) => void): () => void
  /**
   * Calls `fn` after each event of a type. A listener that throws is reported as an uncaught error and disturbs nobody.
   * @returns ends it
   * @throws {TypeError} there is no such event, or `fn` is no function
   */
  on<Type extends keyof SessionEvents>(type: Type, fn: (detail: SessionEvents[Type]) => void): () => void
  /** Ends this client: requests under way reject with `closed`, listeners, timers and the dialog go. The session itself goes on. */
  close(): void
}
