import { ask } from './ask.js'
import { begin, open } from './early.js'

/** @type {import('./early.js').Early} for the first client of the page, which takes it over */
const early = { answers: new Map(), question: undefined, moot: false }
let begun = false

/**
 * The module's fetch: what was asked for early is not asked for again, and tells how many milliseconds ago half of its way
 * was done.
 * @param {string} url
 * @param {string} method
 * @param {Record<string, string>} headers
 * @param {string} body
 * @returns {[answer: Promise<{ status: number, body: string, age: number }>, abort: () => void]}
 */
export function fetchOnce(url, method, headers, body) {
  const form = new URLSearchParams(body)
  form.sort()
  const key = `${url}?${form}`
  const asked = early.answers.get(key)
  early.answers.delete(key)
  early.moot ||= !asked
  const [answer, abort] = asked ?? ask(url, method, headers, body)
  return [answer.then(({ midFlight, ...rest }) => ({ ...rest, age: asked ? performance.now() - midFlight : 0 })), abort]
}

/** The question that went out before the module was there: it is the module's from now on, and none goes out later. */
export function takeEarly() {
  const { question } = early
  early.question = undefined
  early.moot = true
  if (question?.frame.isConnected) return question
  question?.drop() // the app has replaced the page's content
}

/** The shared record's database, if it is being opened: it is the module's from now on. */
export function takeDatabase() {
  const { database } = early
  early.database = undefined
  return database
}

/**
 * Has the browser do at once what the module will need done. There are two connections to the authorization server: those
 * of fetches carry no cookies, those of frames do. A visitor who never logged in costs the server nothing: only for a
 * visible page that has just come back with a code, or that has the module's hint of a session, it is asked at once. What
 * else is slow the first time is begun: the database of the shared record.
 * @param {any} options  as the app gave them, not checked yet
 * @returns {() => void} takes away what nobody has used
 */
export function preconnect(options) {
  const { domain, clientId, metadata } = options
  const link = document.createElement('link')
  // What other calls have begun is not this one's to take away.
  let asked = false
  /** @type {typeof early.database} */
  let database
  try {
    // As the module has it: a domain's issuer ends in a slash (see options.js).
    const issuer = options.issuer ?? `${domain.includes('://') ? '' : 'https://'}${domain}`.replace(/\/?$/, '/')
    const hint = /[?&]code=/.test(location.search) ? '' : localStorage.getItem(`spa-session.hint.${issuer}.${clientId}`)
    if (document.visibilityState === 'visible' && hint !== null) {
      if (!begun) {
        begun = asked = true
        begin(early, options, issuer, hint).catch(() => {}) // what fails of it the module does itself
      }
      if (hint && !hint.includes('"ask"')) { // else the question goes out at once
        link.rel = 'preconnect'
        link.href = new URL(metadata?.authorization_endpoint ?? issuer).origin
        document.head.append(link)
      }
    }
    if (options.crossTab !== false && !early.database) {
      open(early)
      database = early.database
    }
  } catch {
    // No storage, nothing ahead of time. What is wrong with the options the module says.
  }
  return () => {
    link.remove()
    if (database && early.database === database) takeDatabase()?.then((open) => open?.close())
    if (!asked) return
    for (const [, abort] of early.answers.values()) abort()
    early.answers.clear()
    takeEarly()?.drop()
  }
}
