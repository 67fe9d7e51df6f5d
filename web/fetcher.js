// fetch with an access token, for createFetcher. Loaded with the first request.

/**
 * @typedef {object} Fetcher
 * @property {any} client
 * @property {string} key  names the client, and its key of proofs of possession
 * @property {boolean} touches  whoever has a token renewed asks for the server's session
 * @property {string} baseUrl  absolute; the token goes to its origin alone
 * @property {typeof fetch} fetch
 * @property {typeof import('./errors.js').SessionError} SessionError  the one that apps know
 */

/** @type {Map<string, string>} the latest token that no renewal will better, by who uses it: a new one was answered by 401 */
const refused = new Map()

/** @type {Map<string, string>} the latest nonce for proofs, by origin */
const nonces = new Map()

/**
 * @param {Fetcher} fetcher
 * @param {RequestInfo | URL} info
 * @param {RequestInit} [init]
 * @param {object} [authorizationParams]
 */
export async function fetchWithAuth(fetcher, info, init, authorizationParams = {}) {
  const { client, baseUrl, SessionError } = fetcher
  const origin = new URL(baseUrl).origin
  const url = new URL(info instanceof Request ? info.url : info, baseUrl)
  if (url.origin !== origin) {
    const message = `url: got ${url.origin}; takes ${origin}, the origin of baseUrl: the token is for nobody else`
    throw new SessionError({ code: 'invalid_option', message })
  }
  // A redirect could lead to another origin. Who follows it must do so without the token.
  const request = new Request(info instanceof Request ? info : url, { redirect: 'error', ...init })
  /** @param {object} options */
  const token = (options) => client.getTokenSilently({ ...options, detailedResponse: true, authorizationParams })
  const user = `${fetcher.key} ${origin} ${JSON.stringify(authorizationParams)}`
  const held = await token({})
  const first = await send(fetcher, request, held)
  if (first.status !== 401 || held.access_token === refused.get(user)) return first
  // Once, and with a token that the server has just given, unless another request has had it renewed meanwhile.
  const cached = await token({ cacheMode: 'cache-only' }).catch(() => undefined)
  const other = cached && cached.access_token !== held.access_token
  const renewed = other ? cached : await token({ cacheMode: 'off' }).catch(() => undefined)
  if (!renewed) return first
  const second = await send(fetcher, request, renewed)
  if (second.status === 401 && renewed.access_token !== refused.get(user)) {
    refused.set(user, renewed.access_token)
    // The API's own word. A renewal that was no touch leaves open whether the session has ended: what becomes of that
    // question, and whether it may be put at all, the snapshot tells.
    if (!fetcher.touches) token({ touch: true }).then((/** @type {any} */ { access_token: newer }) => refused.set(user, newer), () => {})
  }
  return second
}

/**
 * @param {Fetcher} fetcher
 * @param {Request} request
 * @param {{ token_type: string, access_token: string }} token
 */
async function send({ key, fetch }, request, { token_type: type, access_token: token }) {
  const { origin } = new URL(request.url)
  for (let attempt = 1; ; attempt++) {
    const headers = new Headers(request.headers)
    headers.set('Authorization', `${type} ${token}`)
    if (type === 'DPoP') {
      const { proof } = await import('./dpop.js')
      const at = Math.floor(Date.now() / 1000)
      headers.set('DPoP', await proof({ key, method: request.method, url: request.url, nonce: nonces.get(origin), at, token }))
    }
    const response = await fetch(new Request(request.clone(), { headers }))
    const nonce = response.headers.get('DPoP-Nonce')
    const wanted = nonce && nonce !== nonces.get(origin) && response.status === 401
    if (nonce) nonces.set(origin, nonce)
    if (!wanted || type !== 'DPoP' || attempt === 2) return response
  }
}
