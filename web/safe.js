// Sends token requests, and keeps the refresh tokens that come of them. The worker runs it; the page does only where
// there is no worker, or where the tokens lie in a cache of the app's own.

/**
 * @typedef {object} Setup
 * @property {string} tokenEndpoint
 * @property {string} revocationEndpoint  '' if the server has none
 * @property {string} pushEndpoint  '' unless authorization requests are to be pushed (RFC 9126)
 * @property {string} clientId
 * @property {string} [key]  names the key of proofs of possession
 * @property {boolean} open  refresh tokens are handed out, and come with the request
 *
 * @typedef {{ id: number, name: string, form: string, revoke: boolean, push: boolean, at: number }} Ask
 */

const maxBody = 1 << 20 // bytes, as the module's own limit
const patience = 10_000 // milliseconds for one request

export class Safe {
  /** @type {Map<string, string>} by the name of the request that brought them */
  #tokens = new Map()
  /** @type {Promise<unknown>} a rotated token must not be sent twice, so requests wait for each other */
  #last = Promise.resolve()
  #setup
  #nonce = ''

  /** @param {Setup} setup */
  constructor(setup) {
    this.#setup = setup
  }

  /** @param {Ask} ask */
  ask(ask) {
    const answer = this.#last.then(() => this.#send(ask))
    this.#last = answer.catch(() => {})
    return answer
  }

  /** @param {Ask} ask */
  async #send({ name, form, revoke, push, at }) {
    const { tokenEndpoint, revocationEndpoint, pushEndpoint, clientId, open } = this.#setup
    const body = new URLSearchParams(form)
    const grant = body.get('grant_type')
    if (!revoke && !push && grant !== 'authorization_code' && grant !== 'refresh_token') throw new Error('no such grant')
    body.set('client_id', clientId)
    if (push) return { ...(await this.#post(pushEndpoint, body, at)), kept: false }
    if (!open && (revoke || grant === 'refresh_token')) {
      body.set(revoke ? 'token' : 'refresh_token', this.#tokens.get(name) ?? '')
    }
    const { status, body: text } = await this.#post(revoke ? revocationEndpoint : tokenEndpoint, body, at)
    if (revoke && status === 200) this.#tokens.delete(name)
    return { status, body: open || revoke ? text : this.#strip(name, text), kept: this.#tokens.has(name) }
  }

  /**
   * Takes the refresh token out of an answer, and keeps it.
   * @param {string} name
   * @param {string} text
   */
  #strip(name, text) {
    let answer
    try {
      answer = JSON.parse(text)
    } catch {
      return 'not JSON' // it may hold anything, so nothing of it goes on
    }
    const { refresh_token: token, ...rest } = Object(answer)
    if (typeof token === 'string' && token) this.#tokens.set(name, token)
    return JSON.stringify(rest)
  }

  /**
   * A server that wants another nonce in the proof has done nothing yet, so it is asked once more (RFC 9449 8).
   * Nothing else is sent twice: a refresh token that has reached the server may have been rotated.
   * @param {string} url
   * @param {URLSearchParams} body
   * @param {number} at
   */
  async #post(url, body, at) {
    for (let attempt = 1; ; attempt++) {
      /** @type {Record<string, string>} */
      const headers = { Accept: 'application/json' }
      if (this.#setup.key) {
        const { proof } = await import('./dpop.js')
        headers.DPoP = await proof({ key: this.#setup.key, method: 'POST', url, nonce: this.#nonce, at })
      }
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        mode: 'cors',
        credentials: 'omit',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.timeout(patience),
      })
      this.#nonce = response.headers.get('DPoP-Nonce') ?? this.#nonce
      const text = await read(response)
      const wantsNonce = this.#setup.key && response.status !== 200 && text.includes('"use_dpop_nonce"')
      if (!wantsNonce || attempt === 2) return { status: response.status, body: text }
    }
  }
}

/** @param {Response} response */
async function read(response) {
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  let text = ''
  let size = 0
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > maxBody) {
      await reader.cancel()
      throw new Error(`the answer is longer than ${maxBody} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
  return text + decoder.decode()
}
