// Downloads, starts and watches the WebAssembly module: one instance a page.
import { SessionError } from './errors.js'
import { hiddenFrame } from './frame.js'
import { fetchOnce, takeDatabase, takeEarly } from './preconnect.js'

/**
 * A running module.
 * @typedef {object} Module
 * @property {Create} create  makes a client's binding
 * @property {() => void} quit  ends the module; the next load() starts another
 * @property {boolean} quitting
 * @property {SessionError | undefined} error  why it is dead
 * @property {Set<(error: SessionError) => void>} mourners  told of a crash
 * @property {Map<string, { plain: Record<string, any>, client: Promise<any> }>} clients  by issuer and clientId
 *
 * @typedef {(sink: import('./client.js').Session, options: any[]) => Promise<import('./client.js').Binding>} Create
 *
 * What the module finds in `__spaSessionHost` while it starts. It calls `ready` once; `quit` lets its main return.
 * @typedef {object} Host
 * @property {(create: Create, quit: () => void) => void} ready
 * @property {(fields: ConstructorParameters<typeof SessionError>[0]) => SessionError} error
 * @property {typeof fetchOnce} fetch  for the module's own requests
 * @property {typeof hiddenFrame} frame
 * @property {typeof takeEarly} early  what was asked before the module was there
 * @property {typeof takeDatabase} database  opened before the module was there
 * @property {() => Promise<unknown>} rest  loads the second file of a release's module
 * @property {string} style  the URL of spa-session.css
 * @property {(setup: import('./safe.js').Setup) => Promise<object>} keeper  opens what keeps refresh tokens
 * @property {object} go  wasm_exec's object, for tests that ask what Go holds
 */

/** @type {Promise<Module> | undefined} */
let current

/**
 * The running module, started if there is none. A load that failed and a module that crashed are forgotten: the
 * next call starts anew.
 * @param {string} url
 * @returns {Promise<Module>}
 */
export function load(url) {
  if (current) return current
  const forget = () => {
    if (current === mine) current = undefined
  }
  const mine = (current = start(url, forget))
  mine.catch(forget)
  return mine
}

/**
 * @param {string} url
 * @param {() => void} forget
 * @returns {Promise<Module>}
 */
async function start(url, forget) {
  const [support, compiled] = await Promise.all([goSupport(), compile(url)])
  const go = new support.Go()
  const instance = await WebAssembly.instantiate(compiled, go.importObject).catch((cause) => {
    throw failed(`${url} and wasm_exec.js do not fit; serve both from one build`, cause)
  })
  return new Promise((resolve, reject) => {
    /** @type {Module | undefined} */
    let module
    const ended = watch(go, (cause) => {
      forget()
      if (module?.quitting) return
      const error = new SessionError({ code: 'crashed', message: 'the session module has crashed; reload the page', cause })
      console.error(error)
      if (!module) return reject(error)
      module.error = error
      for (const mourn of module.mourners) mourn(error)
    })
    /** @type {Host} */
    const host = {
      ready(create, end) {
        const quit = () => {
          running.quitting = true
          forget()
          end()
        }
        /** @type {Module} */
        const running = (module = { create, quit, quitting: false, error: undefined, mourners: new Set(), clients: new Map() })
        resolve(running)
      },
      error: (fields) => new SessionError(fields),
      fetch: fetchOnce,
      frame: hiddenFrame,
      early: takeEarly,
      database: takeDatabase,
      rest: () => go.rest(compile),
      style: new URL('./spa-session.css', import.meta.url).href,
      keeper: async (setup) => (await import('./keeper.js')).openKeeper(setup),
      go,
    }
    Object.defineProperty(globalThis, '__spaSessionHost', { value: host, configurable: true })
    const page = swap(support)
    go.run(instance).then(ended, ended)
    swap(page)
    Reflect.deleteProperty(globalThis, '__spaSessionHost')
  })
}

/**
 * A panic makes Go's run() settle. A trap, which with TinyGo every panic is, throws out of the callback that it
 * happened in, and run() never settles. Every entry into Go but the first goes by go._enter: wasm_exec.js's go._resume,
 * and TinyGo's timer and calls, see tinygo/seam.js. Once dead, the module is not entered again: its callbacks do nothing, and
 * its timers go, since wasm_exec.js would resume for one until Go has taken note of it.
 * @param {any} go
 * @param {(cause?: unknown) => void} tell  called once
 */
function watch(go, tell) {
  const resume = go._resume
  go._dead = false
  /** @param {unknown} cause */
  const ended = (cause) => {
    if (go._dead) return
    go._dead = true
    for (const timer of go._scheduledTimeouts?.values() ?? []) clearTimeout(timer)
    go._scheduledTimeouts?.clear()
    tell(cause)
  }
  /** @param {() => void} run */
  go._enter = (run) => {
    if (go._dead) return
    try {
      run()
    } catch (cause) {
      ended(cause)
    }
    if (go.exited) ended(undefined)
  }
  go._resume = () => go._enter(() => resume.call(go))
  return ended
}

/** What wasm_exec.js defines and Go reads as it starts. None may stay: libraries take `process` for Node. */
const globals = ['Go', 'process', 'path', 'global', 'fs']

/** @returns {Record<string, any>} */
const read = () => Object.fromEntries(globals.map((name) => [name, Reflect.get(globalThis, name)]))

/**
 * Gives the globals these values, and returns those that they had.
 * @param {Record<string, any>} values
 */
function swap(values) {
  const before = read()
  for (const name of globals) {
    if (values[name] === undefined) Reflect.deleteProperty(globalThis, name)
    else Reflect.set(globalThis, name, values[name])
  }
  return before
}

/** @type {Promise<Record<string, any>> | undefined} */
let imported

/** wasm_exec.js runs once. It is imported because Trusted Types forbid a script tag's src. */
function goSupport() {
  return (imported ??= importGo().catch((cause) => {
    imported = undefined
    throw failed('wasm_exec.js could not be imported; serve it with the loader', cause)
  }))
}

async function importGo() {
  const page = read()
  // @ts-ignore: the build puts it beside this file
  await import('./wasm_exec.js')
  return swap(page)
}

/**
 * Compiles while the bytes arrive. Browsers do so only if the server names their type.
 * @param {string} url
 * @param {RequestInit} [options]
 */
async function compile(url, options) {
  // By the mode and credentials of a link that preloads it, or it would be fetched twice.
  const response = await fetch(url, options).catch((cause) => {
    throw failed(`${url} could not be fetched; check the network, and connect-src 'self' in the CSP`, cause)
  })
  const { origin } = new URL(response.url)
  if (origin !== location.origin) throw failed(`${url} leads to ${origin}; serve spa-session.wasm from this page's origin`)
  if (!response.ok) throw failed(`${url} answered ${response.status}; serve spa-session.wasm there, or set wasmUrl`)
  const type = response.headers.get('Content-Type')
  try {
    if (type?.trim().toLowerCase() === 'application/wasm') return await WebAssembly.compileStreaming(response)
    console.warn(`${url} is served as ${type}, not as application/wasm: it is compiled only once it is there`)
    return await WebAssembly.compile(await response.arrayBuffer())
  } catch (cause) {
    throw failed(
      /content security policy|csp/i.test(String(cause))
        ? "the CSP forbids WebAssembly; add 'wasm-unsafe-eval' to script-src"
        : `${url}, served as ${type}, could not be compiled; serve spa-session.wasm of this version there`,
      cause,
    )
  }
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
function failed(message, cause) {
  return new SessionError({ code: 'load_failed', message, cause, retryable: true })
}
