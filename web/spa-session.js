import { openClient } from './client.js'
import { SessionError } from './errors.js'
import { load } from './loader.js'
import * as reading from './options.js'
import { preconnect } from './preconnect.js'
import { speak } from './speech.js'

export { SessionError }
export const version = '0.1.0'

/**
 * Loads the module, once a page, and makes the client.
 * @param {import('./types/options.d.ts').SessionClientOptions} options
 */
export async function createSessionClient(options) {
  requirePage()
  if (typeof options !== 'object' || options === null) {
    throw invalid('options', options, 'an object with domain or issuer, clientId and session')
  }
  const fallbackUrl = options.fallbackUrl === undefined ? undefined : ownUrl('fallbackUrl', options.fallbackUrl)
  const wasmUrl = ownUrl('wasmUrl', options.wasmUrl ?? new URL('./spa-session.wasm', import.meta.url))
  const disconnect = preconnect(options)
  try {
    const speech = options.modal === false ? undefined : speak(options.modal ?? undefined)
    const [words, first] = await Promise.all([speech, load(wasmUrl)])
    let module = first
    while (module.quitting) module = await load(wasmUrl) // the last client was closed while this call waited
    return await openClient(module, options, fallbackUrl, words, reading)
  } finally {
    disconnect()
  }
}

/** The platform is first asked for anything here, so that the import is safe on a server. */
function requirePage() {
  const message =
    typeof document === 'undefined'
      ? 'there is no document; call this in a page only'
      : !globalThis.crypto?.subtle
        ? 'there is no crypto.subtle; serve the page by https, or from http://localhost'
        : typeof WebAssembly === 'undefined' && 'WebAssembly is switched off in this browser'
  if (message) throw new SessionError({ code: 'not_supported', message })
}

/**
 * Code is fetched from, and users are sent to, this page's own origin alone.
 * @param {string} name
 * @param {string | URL} value
 */
function ownUrl(name, value) {
  const takes = `an http(s) URL of this page's origin, ${location.origin}`
  if (typeof value !== 'string' && !(value instanceof URL)) throw invalid(name, value, takes)
  let url
  try {
    url = new URL(value, document.baseURI)
  } catch {
    throw invalid(name, value, takes)
  }
  if (!/^https?:$/.test(url.protocol) || url.origin !== location.origin) throw invalid(name, value, takes)
  return url.href
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} takes
 */
function invalid(name, value, takes) {
  return new SessionError({ code: 'invalid_option', message: `${name}: got ${String(value)}; takes ${takes}` })
}
