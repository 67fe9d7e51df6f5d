/** @type {import('./early.js').Early} for the first client of the page, which takes it over */
const early = { documents: new Map(), question: undefined, moot: false }
let begun = false

/**
 * The module's fetch: what was asked for early is not asked for again.
 * @param {string} url
 * @param {RequestInit} [options]
 */
export function fetchOnce(url, options) {
  const answer = early.documents.get(url)
  early.documents.delete(url)
  early.moot ||= !answer
  return answer ?? fetch(url, options)
}

/** The question that went out before the module was there: it is the module's from now on, and none goes out later. */
export function takeEarly() {
  const { question } = early
  early.question = undefined
  early.moot = true
  if (question?.frame.isConnected) return question
  question?.drop() // the app has replaced the page's content
}

/**
 * Has the browser do at once what the module will need done. There are two connections to the authorization server: those
 * of frames carry cookies, those of fetches carry none. A visitor who never logged in costs the server nothing: only for a
 * visible page that has just come back with a code, or that has the module's hint of a session, it is asked at once. What
 * else is slow the first time is woken: WebCrypto's threads, and the database of the shared record.
 * @param {any} options  as the app gave them, not checked yet
 * @returns {() => void} takes away what nobody has used
 */
export function preconnect(options) {
  const { domain, clientId, metadata } = options
  /** @type {Element[]} */
  const links = []
  /** @type {(url: string, fields?: object) => void} */
  const connect = (url, fields) => {
    const link = Object.assign(document.createElement('link'), { rel: 'preconnect', href: new URL(url).origin, ...fields })
    document.head.append(link)
    links.push(link)
  }
  try {
    // As the module has it: a domain's issuer ends in a slash (see readIssuer in wasm/internal/bind).
    const issuer = options.issuer ?? `${domain.includes('://') ? '' : 'https://'}${domain}`.replace(/\/?$/, '/')
    const hint = /[?&]code=/.test(location.search) ? '' : localStorage.getItem(`spa-session.hint.${issuer}.${clientId}`)
    if (document.visibilityState === 'visible' && hint !== null) {
      connect(metadata?.token_endpoint ?? issuer, { crossOrigin: 'anonymous' })
      if (hint) connect(metadata?.authorization_endpoint ?? issuer)
      crypto.subtle.digest('SHA-256', new Uint8Array())
      if (!begun) {
        begun = true
        // What fails of it the module does itself.
        import('./early.js').then(({ begin }) => begin(early, options, issuer, hint)).catch(() => {})
      }
    }
    if (options.crossTab !== false) wake()
  } catch {
    // No storage, no connection ahead of time. What is wrong with the options the module says.
  }
  return () => {
    links.forEach((link) => link.remove())
    early.documents.clear()
    takeEarly()?.drop()
  }
}

/** As record.go in wasm/internal/browser will open it. */
function wake() {
  const request = indexedDB.open('spa-session', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('record')
  request.onsuccess = () => request.result.close()
}
