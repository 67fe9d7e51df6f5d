/**
 * Has the browser open its connections to the authorization server while the module is still on its way. There are two:
 * those of frames carry cookies, those of fetches carry none. A visitor who never logged in costs the server nothing:
 * only a visible page that has just come back with a code, or that has the module's hint of a session, will ask at once.
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
    }
  } catch {
    // No storage, no connection ahead of time. What is wrong with the options the module says.
  }
  return () => links.forEach((link) => link.remove())
}
