// What createSessionClient is asked for.

/** What is asked of createSessionClient. A wrong option is refused with its name and what it takes. */
export interface SessionClientOptions {
  /** The tenant's domain, such as `shop.eu.auth0.com`: the issuer is then `https://<domain>/`. Either this or `issuer`. */
  domain?: string
  /** The issuer, exactly as the server's metadata names it (OpenID Connect Discovery 4.3). Either this or `domain`. */
  issuer?: string
  /** The `client_id` that the authorization server knows this app by. */
  clientId: string
  /** Sent with every authorization request. */
  authorizationParams?: AuthorizationParams
  /**
   * The server's metadata (OpenID Connect Discovery 3). Spares the request for it. With
   * `require_pushed_authorization_requests: true`, here or in what the server publishes, authorization requests are pushed
   * (RFC 9126); give it here if the server demands that of this client alone.
   */
  metadata?: Record<string, unknown>
  /**
   * `true`: tokens are renewed by refresh token, which needs no frame and no present user, and does not extend the
   * server's session. `offline_access` is added to the scope. The refresh tokens are held in a worker. Default `false`.
   */
  useRefreshTokens?: boolean
  /**
   * `localstorage`: tokens outlive the page, and all tabs share them, refresh tokens among them. Whatever script runs
   * on the page, or ever will, can read and take them. Default `memory`.
   */
  cacheLocation?: 'memory' | 'localstorage'
  /** A place of the app's own for tokens, with the risk of `cacheLocation: 'localstorage'`. */
  cache?: TokenCache
  /**
   * `true`: tokens, and the codes that they are had for, are bound to a key of this browser's that cannot be exported
   * (DPoP, RFC 9449). Default `false`.
   */
  useDpop?: boolean
  /** How tokens are had without a visible page. */
  silent?: SilentOptions
  /**
   * The rhythm of the server's session: no authorization server announces its own, so it must be given.
   * `false`: no deadlines, no warning, and requests are sent whether or not a user is present.
   */
  session: false | SessionOptions
  /** The timeout dialog. `false`: none of it is shown; events and snapshots are the same. */
  modal?: false | ModalOptions
  /** `true` (default): the tabs of this app share what they know. `false`: each finds out for itself, and Log out is its own. */
  crossTab?: boolean
  /** `true` (default): a callback is handled and the session is checked at once. `false`: the app calls for both. */
  autoStart?: boolean
  /**
   * Called once a login that `autoStart` completed is done, with the `appState` given to
   * loginWithRedirect. Default: none; the callback's parameters leave the address either way.
   */
  onRedirectCallback?: (appState: any) => void
  /**
   * Called before the page is left for a login, a logout or `landingUrl`, whoever asks for it, while the app still has its tokens: the
   * place to save what the user has not saved. What it returns is waited for, ten seconds at most; `false` keeps the page, and
   * whoever wanted to leave it gets `cancelled`. A hook that fails has not refused.
   */
  onBeforeRedirect?: (leaving: Leaving) => void | boolean | Promise<void | boolean>
  /** The wall clock: milliseconds since 1970. Default `Date.now`. As `nowProvider` of auth0-spa-js, but synchronous. It is not to call the client (`RangeError: endless calls`). */
  now?: () => number
  /** Told what goes on, in words that hold no token, code or user. Default: nobody. It is not to call the client, either. */
  logger?: Logger
  /** Takes the place of `location.assign` for logins and logouts. A call's own `openUrl` goes before it. */
  openUrl?: OpenUrl
  /** Where spa-session.wasm is, on this page's origin. Default: beside spa-session.js. */
  wasmUrl?: string | URL
  /** Where the user can go on without this module, on this page's origin. The bar after a crash links it instead of Reload. */
  fallbackUrl?: string | URL
}

/** What {@link SessionClientOptions.onBeforeRedirect} is told. */
export interface Leaving {
  /** What the page is left for; `landing`: `landingUrl`, by `onIdle: 'redirect'`. */
  readonly to: 'login' | 'logout' | 'landing'
}

/** Parameters of an authorization request (RFC 6749 4.1.1, OpenID Connect Core 3.1.2.1). */
export interface AuthorizationParams {
  /** Where the answer is brought: a page of this app that is registered with the server. Default: this page's origin. */
  redirect_uri?: string
  /** Separated by spaces; `openid` is added. Default `openid profile email`. */
  scope?: string
  /** The API that the access token is for. */
  audience?: string
  /** Any further parameter goes to the server as it is, such as `prompt`, `max_age`, `login_hint`, `ui_locales`. */
  [parameter: string]: string | number | undefined
}

export interface SilentOptions {
  /** How long one answer of the server may take, in seconds. Default 10. */
  timeoutInSeconds?: number
  /**
   * How the answer leaves the hidden frame. `web_message`: the server posts it. `redirect`: the frame returns to
   * `redirectUri`. `auto` (default): `web_message` if `domain` was given or the server's metadata lists it, else
   * `redirect`. On a crossOriginIsolated page it makes no frame, as if cookies were blocked: frames load there only from
   * a server that sends `Cross-Origin-Resource-Policy: cross-origin`, and then `redirect` works.
   */
  mode?: 'auto' | 'web_message' | 'redirect'
  /** Where frames return to: silent.html of this package, on this page's origin and registered with the server. Default: beside spa-session.js. */
  redirectUri?: string
  /**
   * What Continue does in a browser that keeps the server's cookies from hidden frames (`cookies_blocked`): it asks at
   * the top level and comes back (`redirect`, default), in a popup, or not at all: the dialog then offers to log in.
   * With `popup`, the dialog's Log in is a popup in every browser, so that the page stays.
   * `refresh`, the default with `useRefreshTokens`: a refresh stands for the server's session, which may end meanwhile.
   */
  fallback?: 'refresh' | 'redirect' | 'popup' | 'none'
}

export interface SessionOptions {
  /** The server's idle lifetime, in seconds: its session ends so long after the last request to `/authorize`. At least twice `warningTime`. */
  idleTimeout: number
  /** How long before the nearer deadline the dialog opens, in seconds. Default 60; at least 20 (WCAG 2.2.1). */
  warningTime?: number
  /** The server's absolute lifetime, in seconds after the login. Sent as `max_age`. Default: none. */
  absoluteTimeout?: number
  /** `true` (default): a user's input extends the server's session, once half of the idle time is gone. */
  extendOnActivity?: boolean
  /** `true`: the server extends its session with each refresh (online refresh tokens of Auth0). Default `false`. */
  refreshExtendsSession?: boolean
  /**
   * What is done once the deadline has passed. `recheck` (default): at a press in the page the server is asked once,
   * since another tab or app may have kept the session. `recheckOnFocus`: also when the user comes back to the window,
   * once. `showLogin`: nothing; the dialog offers to log in. `redirect`: the page goes to `landingUrl`, a hidden one as
   * soon as it is seen.
   */
  onIdle?: 'recheck' | 'recheckOnFocus' | 'showLogin' | 'redirect'
  /** What the end of the session does. `dialog` (default) says so; `redirect` goes to the login; `event` leaves it to the app. */
  onSessionEnd?: 'dialog' | 'redirect' | 'event'
  /**
   * Where Log out in the dialog leads, on this page's origin and registered with the server. Default: what the server
   * does. Required with `onIdle: 'redirect'`, which leads there too.
   */
  landingUrl?: string
  /**
   * What must not be seen before it is known whose it is: a CSS selector, an element, or a function that hides it and
   * shows it again, at once and without calling the client. It is hidden while a page that was away, frozen or asleep
   * finds out what became of the session, and for good when another user has signed in.
   */
  guard?: string | Element | ((hidden: boolean) => void)
}

/** Keeps one string for each client. Each method may return a promise; one that takes over a second is given up. */
export interface TokenCache {
  get(key: string): string | null | undefined | Promise<string | null | undefined>
  set(key: string, value: string): unknown
  remove(key: string): unknown
}

export interface ModalOptions {
  /**
   * The language, as a BCP 47 tag: English, French and Japanese are there. Default: that of `<html lang>`, else the first of
   * the user's that is. Any other works with `strings` for all its texts: they are counted by that language's rules.
   */
  locale?: string
  /** Replaces texts, by name. A text that counts takes its plural forms (Unicode CLDR), `{n}` being the number. */
  strings?: Partial<Record<DialogText, string | PluralForms>>
  /** Where the dialog is put. Default `document.body`. */
  container?: Element
  /** At how many seconds left a screen reader speaks the countdown. Default `[30, 20, 10]`. */
  announceAt?: number[]
}

/** One sentence for each plural category that the language has. */
export interface PluralForms {
  zero?: string
  one?: string
  two?: string
  few?: string
  many?: string
  other: string
}

/**
 * The texts of the dialog, and of the bar that stands in its place. The last six are those of the bar after a crash, and of
 * describeTimeout, where `{time}` is a duration.
 */
export type DialogText =
  | 'warningTitle'
  | 'warningBody'
  | 'secondsLeft'
  | 'minutesLeft'
  | 'lastWarningTitle'
  | 'lastWarningBody'
  | 'lastWarningBar'
  | 'absoluteBody'
  | 'idleTitle'
  | 'idleBody'
  | 'idleBar'
  | 'endedTitle'
  | 'endedBody'
  | 'endedAbsoluteBody'
  | 'endedBar'
  | 'userChangedTitle'
  | 'userChangedBody'
  | 'barTitle'
  | 'sessionGoesOn'
  | 'askingHint'
  | 'errorOffline'
  | 'errorUnreachable'
  | 'errorServer'
  | 'errorTimeout'
  | 'errorLock'
  | 'errorNeedsLogin'
  | 'errorOther'
  | 'continueLabel'
  | 'askingLabel'
  | 'tryAgainLabel'
  | 'logOutLabel'
  | 'logInLabel'
  | 'notNowLabel'
  | 'reloadLabel'
  | 'crashedBar'
  | 'fallbackLabel'
  | 'timeoutIdle'
  | 'timeoutFixed'
  | 'timeoutAbsolute'
  | 'timeoutLoss'

/** `console` is one. */
export interface Logger {
  debug(message: string): void
}

/** Brings the browser to `url`: what `location.assign` would have done. */
export type OpenUrl = (url: string) => void | Promise<void>
