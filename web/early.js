// What is asked of the authorization server while the module is still on its way: its metadata and its keys, and, which
// takes as long as the module does, whether there is a session. The hidden frame puts the question that the module itself
// put last, see wasm/internal/client/early.go. Whether the answer counts is for the module to say: it looks at the shared
// record first, and takes the frame over.

/** Blanks that a question is kept with. */
const blanks = /(^|&)(state|nonce|code_challenge)=(?=&|$)/g

/** Messages that are kept until the module hears the frame: who sends more is not the server. */
const most = 8

/** A page that asks without end is stopped: these are attempts in so many milliseconds, as the module has it (budget.go). */
const stormSize = 10
const stormSpan = 30_000

/**
 * A question that is under way.
 * @typedef {object} Question
 * @property {string} url
 * @property {string} state
 * @property {string} nonce
 * @property {string} verifier
 * @property {number} at  when it went out, by performance.now()
 * @property {number} wall  the same by Date.now()
 * @property {string} hint  that it was asked by
 * @property {HTMLIFrameElement} frame
 * @property {() => { messages: MessageEvent[], loaded: boolean }} handOver  what was heard, and the end of hearing
 * @property {() => void} drop  the frame goes
 *
 * What the module finds there.
 * @typedef {object} Early
 * @property {Map<string, Promise<Response>>} documents  by URL
 * @property {Question | undefined} question
 * @property {boolean} moot  the module asks itself, or nobody will hear the answer
 */

/**
 * @param {Early} early  to be filled
 * @param {any} options  as the app gave them, not checked yet
 * @param {string} issuer
 * @param {string} hint  of a session; '': the page has come back with a code
 */
export async function begin(early, options, issuer, hint) {
  if (early.moot) return
  const { domain, clientId, metadata } = options
  if (!metadata) ask(early, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  // Of a domain alone it is known where the others are.
  const keys = metadata ? metadata.jwks_uri : domain && `${issuer}.well-known/jwks.json`
  if (keys) ask(early, keys)
  const endpoint = metadata ? metadata.authorization_endpoint : domain && `${issuer}authorize`
  const question = hint && JSON.parse(hint).ask
  if (!isSecure(endpoint) || !repeatable(question, clientId) || !asks(options) || storms(`${issuer}.${clientId}`)) return
  const [state, nonce, verifier] = [random(), random(), random()]
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  if (early.moot) return
  /** @type {Record<string, string>} */
  const values = { state, nonce, code_challenge: base64url(new Uint8Array(digest)) }
  const url = `${endpoint}?${question.replace(blanks, (/** @type {string} */ blank, /** @type {string} */ _, /** @type {string} */ name) => blank + values[name])}`
  early.question = { url, state, nonce, verifier, hint, ...opened(url) }
}

/**
 * As the module will (see NewFetch in wasm/internal/browser).
 * @param {Early} early
 * @param {string} url
 */
function ask({ documents }, url) {
  const answer = fetch(url, {
    headers: { Accept: 'application/json' },
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  })
  answer.catch(() => {}) // the module hears it
  documents.set(url, answer)
}

/**
 * As the module has it of the metadata.
 * @param {unknown} endpoint
 */
const isSecure = (endpoint) => /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/])[^?#]*$/.test(String(endpoint))

/**
 * Whether it is a question of this client's. Whoever can write to the page's storage is to have no other one put.
 * @param {any} question
 * @param {string} clientId
 */
function repeatable(question, clientId) {
  if (typeof question !== 'string' || question.match(blanks)?.length !== 3) return false
  const params = new URLSearchParams(question)
  const { client_id, prompt, response_mode, redirect_uri } = Object.fromEntries(params)
  const once = new Set(params.keys()).size === [...params].length
  return once && client_id === clientId && prompt === 'none' && response_mode === 'web_message' && new URL(redirect_uri).origin === location.origin
}

/**
 * Whether the module will ask at once, and in a frame. By another clock than the page's it could not be said when the
 * question went out.
 * @param {any} options
 */
function asks({ autoStart, now, useDpop, silent }) {
  return autoStart !== false && !now && !useDpop && silent?.mode !== 'redirect' && !crossOriginIsolated && navigator.onLine
}

/** @param {string} url */
function opened(url) {
  const frame = document.createElement('iframe')
  // As the module makes its frames: see makeFrame in wasm/internal/browser.
  const attributes = { hidden: '', 'aria-hidden': 'true', tabindex: '-1', title: 'spa-session', width: '0', height: '0' }
  for (const [attribute, value] of Object.entries(attributes)) frame.setAttribute(attribute, value)
  /** @type {MessageEvent[]} */
  const messages = []
  let loaded = false
  /** @param {MessageEvent} event */
  const hear = (event) => {
    if (event.source && event.source === frame.contentWindow && messages.length < most) messages.push(event)
  }
  const noted = () => {
    loaded = true
  }
  const handOver = () => {
    removeEventListener('message', hear)
    frame.removeEventListener('load', noted)
    return { messages, loaded }
  }
  addEventListener('message', hear)
  frame.addEventListener('load', noted)
  frame.src = url
  const at = performance.now()
  const wall = Date.now()
  ;(document.body ?? document.documentElement).append(frame)
  const drop = () => {
    handOver()
    frame.remove()
  }
  return { at, wall, frame, handOver, drop }
}

/**
 * The module counts its attempts once it is there: these count themselves, should it never be.
 * @param {string} name
 */
function storms(name) {
  const now = Date.now()
  const own = `spa-session.attempts.${name}.`
  /** @param {string | null} kept */
  const recent = (kept) => (kept ?? '').split(' ').filter((at) => at && now - Number(at) < stormSpan)
  if (Object.entries(sessionStorage).some(([key, kept]) => key.startsWith(own) && recent(kept).length >= stormSize)) return true
  sessionStorage.setItem(own + 'early', [...recent(sessionStorage.getItem(own + 'early')), now].join(' '))
  return false
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
