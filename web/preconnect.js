/** @type {Map<string, Promise<Response>> | undefined} by URL: answers for the first client of the page, until it has them */
let early

/**
 * The module's fetch: what was asked for early is not asked for again.
 * @param {string} url
 * @param {RequestInit} [options]
 */
export function fetchOnce(url, options) {
  const answer = early?.get(url)
  early?.delete(url)
  return answer ?? fetch(url, options)
}

/**
 * Asks for a document of the server's, as the module will (see NewFetch in wasm/internal/browser).
 * @param {string} url
 */
function ask(url) {
  const answer = fetch(url, {
    headers: { Accept: 'application/json' },
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  })
  answer.catch(() => {}) // the module hears it
  early?.set(url, answer)
}

/**
 * Has the browser open its connections to the authorization server while the module is still on its way. There are two:
 * those of frames carry cookies, those of fetches carry none. A visitor who never logged in costs the server nothing:
 * only a visible page that has just come back with a code, or that has the module's hint of a session, will ask at once.
 * Such a page will also need the server's metadata and its keys, whose address is known of a domain's alone. What else is
 * slow the first time is woken: IndexedDB, and WebCrypto's threads.
 * @param {any} options  as the app gave them, not checked yet
 * @returns {() => void} takes the links away again
 */
export function preconnect({ domain, issuer, clientId, metadata }) {
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
    issuer ??= `${domain.includes('://') ? '' : 'https://'}${domain}`.replace(/\/?$/, '/')
    const returned = /[?&]code=/.test(location.search)
    const hinted = localStorage.getItem(`spa-session.hint.${issuer}.${clientId}`)
    if (document.visibilityState === 'visible' && (returned || hinted)) {
      connect(metadata?.token_endpoint ?? issuer, { crossOrigin: 'anonymous' })
      if (!returned) connect(metadata?.authorization_endpoint ?? issuer)
      crypto.subtle.digest('SHA-256', new Uint8Array())
      if (!early) {
        early = new Map()
        if (!metadata) ask(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)
        const keys = metadata ? metadata.jwks_uri : domain && `${issuer}.well-known/jwks.json`
        if (keys) ask(keys)
      }
    }
    indexedDB.databases?.().catch(() => {})
  } catch {
    // No storage, no connection ahead of time. What is wrong with the options the module says.
  }
  return () => {
    links.forEach((link) => link.remove())
    early?.clear()
  }
}
