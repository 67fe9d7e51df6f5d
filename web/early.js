// What is asked of the authorization server while the module is still on its way: its metadata and its keys, and, which
// takes as long as the module does, whether there is a session. The hidden frame puts the question that the module itself
// put last, see wasm/internal/client/early.go. Whether the answer counts is for the module to say: it looks at the shared
// record first, and takes the frame over. The code that comes is redeemed at once; the module is given that answer if it
// comes to make the very same request.

import { ask } from './ask.js'
import { hiddenFrame } from './frame.js'

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
 * @property {() => [loaded: boolean, ...messages: MessageEvent[]]} handOver  what was heard; the module hears it by itself now
 * @property {() => void} drop  the frame goes
 *
 * What the module finds there.
 * @typedef {object} Early
 * @property {Map<string, ReturnType<typeof ask>>} answers  by URL?form
 * @property {Question | undefined} question
 * @property {boolean} moot  the module asks itself, or nobody will hear the answer
 * @property {Promise<IDBDatabase | undefined> | undefined} [database]  being opened
 */

/**
 * Opens the database of the shared record, as record.go in wasm/internal/browser will.
 * @param {Early} early
 */
export function open(early) {
  const opening = new Promise((resolve, reject) => {
    const request = indexedDB.open('spa-session', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('record')
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close()
      resolve(request.result)
    }
    request.onerror = reject
  })
  early.database = opening.catch(() => undefined) // why, the module finds out
}

/**
 * @param {Early} early  to be filled
 * @param {any} options  as the app gave them, not checked yet
 * @param {string} issuer
 * @param {string} hint  of a session; '': the page has come back with a code
 */
export async function begin(early, options, issuer, hint) {
  if (early.moot) return
  const asked = putQuestion(early, options, issuer, hint)
  const { issuer: given, metadata } = options
  if (!metadata) askEarly(early, `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
  // Of a domain alone it is known where the others are.
  const keys = metadata ? metadata.jwks_uri : !given && `${issuer}.well-known/jwks.json`
  if (keys) askEarly(early, keys)
  await asked
}

/** @type {typeof begin} */
async function putQuestion(early, options, issuer, hint) {
  const { clientId, metadata, useRefreshTokens } = options
  const endpoint = metadata ? metadata.authorization_endpoint : !options.issuer && `${issuer}authorize`
  const question = hint && JSON.parse(hint).ask
  if (!isSecure(endpoint) || !repeatable(question, clientId) || !asks(options) || storms(`${issuer}.${clientId}`)) return
  const [state, nonce, verifier] = [random(), random(), random()]
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
  if (early.moot) return
  /** @type {Record<string, string>} */
  const values = { state, nonce, code_challenge: base64url(new Uint8Array(digest)) }
  const url = `${endpoint}?${question.replace(blanks, (/** @type {string} */ blank, /** @type {string} */ _, /** @type {string} */ name) => blank + values[name])}`
  let redeemed = false
  /** @param {MessageEvent} message  of the frame's */
  const redeem = ({ origin, data }) => {
    const { code, iss = issuer } = answerTo(state, data) ?? {}
    const tokens = metadata ? metadata.token_endpoint : `${issuer}oauth/token`
    // Refresh tokens are not for this page to see: then it is their keeper who redeems.
    if (redeemed || useRefreshTokens || !code || iss !== issuer || origin !== new URL(endpoint).origin || !isSecure(tokens)) return
    redeemed = true
    const redirect_uri = new URLSearchParams(question).get('redirect_uri') ?? ''
    askEarly(early, tokens, `${new URLSearchParams({ client_id: clientId, code, code_verifier: verifier, grant_type: 'authorization_code', redirect_uri })}`)
  }
  early.question = { url, state, nonce, verifier, hint, ...opened(url, redeem) }
}

/**
 * As the module will.
 * @param {Early} early
 * @param {string} url
 * @param {string} [form]  sorted
 */
function askEarly({ answers }, url, form = '') {
  const headers = { Accept: 'application/json', ...(form && { 'Content-Type': 'application/x-www-form-urlencoded' }) }
  const asked = ask(url, form ? 'POST' : 'GET', headers, form)
  asked[0].catch(() => {}) // the module hears it
  answers.set(`${url}?${form}`, asked)
}

/**
 * The response that a message of web_message brings, if it answers the question with that state.
 * @param {string} state
 * @param {any} data
 */
function answerTo(state, data) {
  const { type, response } = Object(data)
  return type === 'authorization_response' && response?.state === state && !response.error ? response : undefined
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

/**
 * @param {string} url
 * @param {(message: MessageEvent) => void} heard  at once
 */
function opened(url, heard) {
  const frame = hiddenFrame()
  /** @type {MessageEvent[]} */
  const messages = []
  let loaded = false
  /** @param {MessageEvent} event */
  const hear = (event) => {
    if (!event.source || event.source !== frame.contentWindow || messages.length === most) return
    messages.push(event)
    heard(event)
  }
  const noted = () => {
    loaded = true
  }
  addEventListener('message', hear)
  frame.addEventListener('load', noted)
  frame.src = url
  const at = Math.round(performance.now()) // as the module has it
  const wall = Date.now()
  ;(document.body ?? document.documentElement).append(frame)
  const drop = () => {
    removeEventListener('message', hear)
    frame.remove()
  }
  /** @type {Question['handOver']} */
  const handOver = () => [loaded, ...messages]
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

const random = () => crypto.randomUUID() + crypto.randomUUID()

/** @param {Uint8Array} bytes */
function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
