// How the authorization server is asked, by the module and before it is there: no cookies and no referrer go out, nothing is
// cached, a redirect is an error, and so is a body over a mebibyte, which is not read to its end.

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} body
 * @property {number} midFlight  by performance.now(), half way between request and answer
 */

/** As client.MaxBody, in bytes. */
const longest = 1 << 20

/**
 * @param {string} url
 * @param {string} method
 * @param {Record<string, string>} headers
 * @param {string} body  '': none
 * @returns {[answer: Promise<Answer>, abort: () => void]}
 */
export function ask(url, method, headers, body) {
  const controller = new AbortController()
  const sent = performance.now()
  const answer = fetch(url, {
    method,
    headers,
    body: body || null, // GET takes none, not even an empty one
    credentials: 'omit',
    redirect: 'error',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    signal: controller.signal,
  }).then(async (response) => {
    const midFlight = (sent + performance.now()) / 2
    return { status: response.status, body: await textOf(response), midFlight }
  })
  return [answer, () => controller.abort()]
}

/** @param {Response} response */
async function textOf({ body }) {
  if (!body) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let text = ''
  for (let left = longest; ; ) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    left -= value.length
    if (left < 0) {
      reader.cancel()
      throw new Error(`the body is over ${longest} bytes`)
    }
    text += decoder.decode(value, { stream: true })
  }
}
