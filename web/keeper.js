// Opens the worker that holds the refresh tokens, and speaks with it. Loaded only where tokens are refreshed, or bound
// to a key.

const workerUrl = new URL('./worker.js', import.meta.url).href
const patience = 5_000 // milliseconds for the worker to start

/** @type {any} the one Trusted Types policy of this package */
let policy

/** The worker's URL, as a page under Trusted Types must have it. */
function trustedUrl() {
  const { trustedTypes } = /** @type {any} */ (globalThis)
  if (!trustedTypes) return workerUrl
  policy ??= trustedTypes.createPolicy('spa-session', { createScriptURL: () => workerUrl })
  return policy.createScriptURL('')
}

/**
 * Opens a keeper: a worker, or this page where none can be had or the tokens are the app's to keep.
 * @param {import('./safe.js').Setup} setup
 */
export async function openKeeper(setup) {
  const [keeper, thumbprint] = await Promise.all([open(setup), thumbprintOf(setup.key)])
  return { ...keeper, thumbprint }
}

/** @param {import('./safe.js').Setup} setup */
async function open(setup) {
  const why = setup.open ? '' : 'there is no Worker'
  if (setup.open || typeof Worker === 'undefined') return inPage(setup, why)
  return inWorker(setup).catch((error) => inPage(setup, error.message))
}

/**
 * What names the key of proofs of possession; '' without one, and where none can be kept.
 * @param {string | undefined} key
 */
async function thumbprintOf(key) {
  if (!key) return ''
  const { thumbprint } = await import('./dpop.js')
  return thumbprint(key).catch(() => '')
}

/**
 * @param {import('./safe.js').Setup} setup
 * @param {string} why
 */
async function inPage(setup, why) {
  const { Safe } = await import('./safe.js')
  /** @type {InstanceType<typeof Safe> | undefined} */
  let safe = new Safe(setup)
  return {
    inPage: why,
    /** @param {any} request */
    ask: async (request) => {
      if (!safe) throw new Error('the tokens are gone')
      return safe.ask(request)
    },
    close: () => (safe = undefined),
  }
}

/**
 * Starts a worker. It rejects where a CSP, or a missing file, forbids it.
 * @param {import('./safe.js').Setup} setup
 */
async function inWorker(setup) {
  const worker = new Worker(trustedUrl(), { type: 'module', name: 'spa-session' })
  const { port1: port, port2 } = new MessageChannel()
  /** @type {Map<number, { resolve: (answer: any) => void, reject: (error: Error) => void }>} */
  const waiting = new Map()
  let last = 0
  const close = () => {
    worker.terminate()
    port.close()
    for (const { reject } of waiting.values()) reject(new Error('the worker is gone'))
    waiting.clear()
  }
  await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the worker did not start')), patience)
    worker.onerror = () => reject(new Error(`${workerUrl} did not start as a worker; is it served, and is worker-src 'self'?`))
    port.onmessage = () => {
      clearTimeout(timer)
      resolve(undefined)
    }
    worker.postMessage(setup, [port2])
  }).catch((error) => {
    close()
    throw error
  })
  worker.onerror = close
  port.onmessage = ({ data }) => {
    const caller = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.failed === undefined) caller?.resolve(data)
    else caller?.reject(new Error(data.failed))
  }
  return {
    inPage: '',
    /** @param {object} request */
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject })
        port.postMessage({ id: last, ...request })
      }),
    close,
  }
}
