// What apps give to createSessionClient and to the methods, read and checked before it goes to the module: the names are
// those of wasm/internal/api. The module gets lists, without names, in the order in which wasm/internal/bind takes them.
import {
  anything, cache, callback, described, flag, moments, oneOf, options, orFalse, params, seconds, signal, text, WrongOption,
} from './kinds.js'
import { sentences } from './sentences.js'

export { showCrash } from './crash.js'
export { WrongOption }

const authorizationParams = params({ redirect_uri: text, scope: text, audience: text })

const silent = options({
  timeoutInSeconds: seconds(10),
  mode: oneOf('auto', 'web_message', 'redirect'),
  redirectUri: text,
  fallback: anything,
})

const session = options({
  idleTimeout: seconds(0),
  warningTime: seconds(60),
  absoluteTimeout: seconds(0),
  extendOnActivity: flag(true),
  refreshExtendsSession: flag(false),
  onIdle: oneOf('recheck', 'recheckOnFocus', 'showLogin', 'redirect'),
  onSessionEnd: oneOf('dialog', 'redirect', 'event'),
  landingUrl: text,
  guard: anything,
})

const modal = options({ locale: text, strings: anything, container: anything, announceAt: moments })

const client = options({
  domain: text,
  issuer: text,
  clientId: text,
  authorizationParams,
  metadata: anything,
  useRefreshTokens: flag(false),
  cacheLocation: oneOf('memory', 'localstorage'),
  cache,
  useDpop: flag(false),
  silent,
  session: orFalse((value, path) => {
    if (value !== undefined) return session(value, path)
    const takes = "false, or {idleTimeout} with the server's idle lifetime in seconds: no server announces its own"
    throw new WrongOption(`session: got undefined, takes ${takes}`)
  }),
  modal: orFalse(modal),
  crossTab: flag(true),
  autoStart: flag(true),
  onRedirectCallback: callback,
  onBeforeRedirect: callback,
  now: anything,
  logger: anything,
  openUrl: callback,
  wasmUrl: anything,
  fallbackUrl: anything,
})

/**
 * @param {any} given  the options of createSessionClient
 * @param {string} beside  the URL that silent.html and popup.html are beside
 * @param {any} words  what the dialog says, by web/speech.js
 */
export function readClient(given, beside, words) {
  const o = client(given, '')
  const { silent, session, modal, authorizationParams: params, onRedirectCallback, onBeforeRedirect } = o
  if (o.issuer && o.domain) throw both('domain', o.domain, 'issuer')
  if (o.cache && o.cacheLocation === 'localstorage') throw both('cacheLocation', o.cacheLocation, 'cache')
  if (o.domain) o.issuer = `${o.domain.includes('://') ? '' : 'https://'}${o.domain}`.replace(/\/?$/, '/') // as Auth0's ends
  o.domain = Boolean(o.domain)
  const fallbacks = ['redirect', 'popup', 'none', 'refresh']
  silent.fallback = oneOf(...(o.useRefreshTokens ? fallbacks.reverse() : fallbacks))(silent.fallback, 'silent.fallback')
  silent.redirectUri = url('silent.redirectUri', silent.redirectUri || 'silent.html', beside)
  if (session?.landingUrl) session.landingUrl = url('session.landingUrl', session.landingUrl, location.href)
  params.redirect_uri ||= location.origin
  params.scope ||= 'openid profile email'
  const key = `${o.issuer} ${o.clientId}`
  return {
    key,
    plain: plain(o),
    list: [
      key, o.issuer, o.domain, o.clientId, ...sent(params), o.metadata,
      silent.timeoutInSeconds, silent.redirectUri, url('popup.html', 'popup.html', beside), silent.mode, silent.fallback,
      o.useRefreshTokens, session && session.refreshExtendsSession, o.useDpop, o.autoStart, o.crossTab,
      o.cacheLocation === 'localstorage', o.cache, o.now, o.logger, o.openUrl,
      onRedirectCallback && (/** @param {string} json */ (json) => void onRedirectCallback(parsed(json))),
      onBeforeRedirect && (/** @param {string} to */ async (to) => (await onBeforeRedirect({ to })) !== false),
      session && [
        session.idleTimeout, session.warningTime, session.absoluteTimeout, session.extendOnActivity,
        session.onIdle, session.onSessionEnd, session.landingUrl, session.guard !== undefined,
      ],
      modal && [
        modal.container, modal.announceAt, words.lang, words.dir, words.plural, words.digits,
        sentences(words.texts, modal.strings),
      ],
    ],
  }
}

/**
 * What the module keeps as JSON: "" is undefined.
 * @param {string} json
 */
export const parsed = (json) => (json ? JSON.parse(json) : undefined)

/** @param {Record<string, any>} params */
const sent = ({ redirect_uri, scope, audience, others }) => [redirect_uri, scope, audience, others]

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} other
 */
const both = (name, value, other) =>
  new WrongOption(`${name}: got ${described(value)}, takes nothing where ${other} is given: one of the two`)

/**
 * @param {string} name
 * @param {string} value
 * @param {string} base
 */
function url(name, value, base) {
  try {
    return new URL(value, base).href
  } catch {
    throw new WrongOption(`${name}: got ${described(value)}, takes a URL of this page's origin`)
  }
}

/**
 * What createFetcher makes.
 * @param {Pick<import('./fetcher.js').Fetcher, 'client' | 'key' | 'touches' | 'SessionError'>} of
 * @param {{ baseUrl?: string | URL, fetch?: typeof fetch }} [options]
 */
export function fetcher(of, { baseUrl = '', fetch = (...args) => globalThis.fetch(...args) } = {}) {
  const whole = { ...of, baseUrl: new URL(baseUrl, document.baseURI).href, fetch }
  return Object.freeze({
    /** @param {[RequestInfo | URL, RequestInit?, object?]} args */
    fetchWithAuth: async (...args) => (await import('./fetcher.js')).fetchWithAuth(whole, ...args),
  })
}

/**
 * The plain values by name, in which two calls for one client may not differ. Functions, elements, metadata and texts
 * are not compared: the first stay.
 * @param {Record<string, any>} o
 */
function plain(o) {
  const { silent, session, modal, authorizationParams: params } = o
  /** @type {[string, object][]} */
  const parts = [
    ['', { ...o, session: !!session, modal: !!modal, authorizationParams: params.others.join('\n'), wasmUrl: 0, fallbackUrl: 0 }],
    ['authorizationParams.', params], ['silent.', silent], ['session.', session && { ...session, guard: 0 }], ['modal.', modal],
  ]
  const values = parts.flatMap(([prefix, part]) => Object.entries(part || {}).map(([name, value]) => [prefix + name, value]))
  return Object.fromEntries(values.filter(([, value]) => /string|number|boolean/.test(typeof value)))
}

/**
 * Names the first plain option that two calls for one client differ in; '' if there is none.
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 */
export function clash(before, after) {
  const name = Object.keys({ ...before, ...after }).find((name) => before[name] !== after[name])
  return name ? `${name}: a client for this issuer and clientId is there already, with another value; close() it first` : ''
}

const login = options({ appState: anything, authorizationParams, fragment: text, openUrl: callback })
const popup = options({ authorizationParams })
const popupConfig = options({ popup: anything, timeoutInSeconds: seconds(0), closePopup: flag(true) })
const check = options({ sso: flag(false) })
const token = options({
  cacheMode: oneOf('on', 'off', 'cache-only'),
  timeoutInSeconds: seconds(0),
  detailedResponse: flag(false),
  authorizationParams,
  passive: flag(),
  touch: flag(false),
  signal,
})
const logoutParams = params({ returnTo: text, federated: flag(false) })
const logout = options({ clientId: (value, path) => value === null || text(value, path), logoutParams, openUrl: orFalse(callback) })
const lifetimes = options({ idleTimeout: seconds(-1), warningTime: seconds(-1), absoluteTimeout: seconds(-1) })
const revocation = options({ audience: text })
const hold = options({ seconds: seconds(300, 1, 3600) })

/** @type {(options: any, config: any) => any[]} */
const readPopup = (options, config) => {
  const { popup: window, timeoutInSeconds, closePopup } = popupConfig(config, '')
  return [window, ...sent(popup(options, '').authorizationParams), timeoutInSeconds, !closePopup]
}

/**
 * What the module gets for what an app gives to a method.
 * @type {Record<string, ((...args: any[]) => any[]) | undefined>}
 */
export const methods = {
  loginWithRedirect(given) {
    const { appState, authorizationParams, fragment, openUrl } = login(given, '')
    const returnTo = typeof appState?.returnTo === 'string' ? appState.returnTo : ''
    return [...sent(authorizationParams), fragment, openUrl, json(appState), returnTo]
  },
  loginWithPopup: readPopup,
  getTokenWithPopup: readPopup,
  handleRedirectCallback: (url) => [text(url, 'url') || location.href],
  checkSession: (given) => [check(given, '').sso],
  getTokenSilently(given) {
    const o = token(given, '')
    const asked = [o.cacheMode, o.timeoutInSeconds, o.passive === false, o.passive === true, o.touch]
    return [...sent(o.authorizationParams), ...asked, o.detailedResponse, o.signal]
  },
  logout(given) {
    const { clientId, logoutParams: params, openUrl } = logout(given, '')
    return [params.returnTo, params.federated, params.others, clientId === true, clientId === true ? '' : clientId, openUrl === false, openUrl || undefined]
  },
  updateSession: (given) => Object.values(lifetimes(given, '')),
  revokeRefreshToken: (given) => [revocation(given, '').audience],
  holdActivity: (reason, given) => [String(reason), hold(given, '').seconds],
}

/** @param {unknown} appState */
function json(appState) {
  if (appState === undefined) return ''
  const takes = 'takes what JSON carries'
  let text
  try {
    text = JSON.stringify(appState)
  } catch (cause) {
    throw new WrongOption(`appState: got ${described(appState)} (${cause}), ${takes}`, { cause })
  }
  if (text === undefined) throw new WrongOption(`appState: got ${described(appState)}, ${takes}`)
  return text
}
