// The client that apps hold: the module's methods, and what must outlive a crash of the module.
import { showCrash } from './crash.js'
import { SessionError } from './errors.js'
import { Listeners } from './listeners.js'
import { Memo } from './memo.js'
import { speak } from './speech.js'

/**
 * The module's side of one client: its methods, and the session that it reports to.
 * @typedef {{ sink: Session, key: string, close: () => void, [method: string]: any }} Binding
 */

/**
 * @param {import('./loader.js').Module} module
 * @param {any} options
 * @param {string | undefined} fallbackUrl
 * @param {import('./locale.js').Words | undefined} words
 */
export async function openClient(module, options, fallbackUrl, words) {
  if (module.error) throw module.error
  const touches = !options.useRefreshTokens || Boolean(options.session?.refreshExtendsSession)
  const session = new Session(module, options.modal, fallbackUrl, words, touches)
  const guarded = options.session?.guard
  /** @type {Session | undefined} */
  let sink
  try {
    if (guarded !== undefined) {
      const { hider } = await import('./guard.js')
      session.guard = hider(guarded, (message, cause) => new SessionError({ code: 'invalid_option', message, cause }))
    }
    const binding = await session.calls.run(() => module.create(options, session))
    sink = binding.sink
    if (options.useDpop && sink === session) session.forgetsKey(binding.key)
    return binding.sink.expose(binding)
  } finally {
    if (sink !== session) session.leave() // it failed, or the client was there already
  }
}

/** What one client's module reports to, and what the loader keeps for it. */
export class Session {
  calls = new Calls()
  #listeners = new Listeners()
  #memo = new Memo()
  /** @type {object} */
  #snapshot = Object.freeze({ status: 'loading', pending: false, offline: false })
  /** @type {Element | null} */
  #dialog = null
  /** @type {any} */
  #client
  /**
   * The module calls this where `session.guard` is given.
   * @type {(hidden: boolean) => void}
   */
  guard = () => {}

  /**
   * @param {import('./loader.js').Module} module
   * @param {any} modal
   * @param {string | undefined} fallbackUrl
   * @param {import('./locale.js').Words | undefined} words  of the dialog, which the module reads
   * @param {boolean} touches  whoever has a token renewed asks for the server's session
   */
  constructor(module, modal, fallbackUrl, words, touches) {
    this.module = module
    this.modal = modal
    this.words = words
    this.touches = touches
    /** @param {SessionError} error */
    this.mourn = (error) => {
      this.calls.end(error)
      this.#dialog?.remove() // the page behind it would stay inert
      if (!this.#client) return // createSessionClient rejects: that says it
      this.changed({ ...this.#snapshot, error })
      this.happened('crash', error)
      if (modal !== false) showCrash(fallbackUrl, modal, words)
    }
    module.mourners.add(this.mourn)
  }

  /**
   * The module calls this with each new snapshot, before the events that belong to it.
   * @param {object} snapshot
   */
  changed(snapshot) {
    this.#snapshot = Object.freeze(snapshot)
    this.happened('change')
  }

  /**
   * The module calls this with each event but `change` and `crash`.
   * @param {string} type
   * @param {unknown} detail
   */
  happened(type, detail = this.#snapshot) {
    this.#memo.forget()
    this.#listeners.emit(type, detail)
  }

  /**
   * The module calls this when its dialog comes, and with null when it has gone.
   * @param {Element | null} element
   */
  dialogShown(element) {
    this.#dialog = element
  }

  /**
   * The module calls this to have its lifetimes put into words.
   * @param {unknown} locale
   * @param {[idle: number, absolute: number, extend: boolean]} lifetimes
   */
  async describe(locale, ...lifetimes) {
    const { describe } = await import('./describe.js')
    return describe(speak, locale, this.modal || {}, ...lifetimes)
  }

  /**
   * The one client for this binding.
   * @param {any} binding
   */
  expose(binding) {
    if (this.#client) return this.#client
    /** @type {Record<string, (...args: any[]) => any>} */
    const client = {
      getSnapshot: () => this.#snapshot,
      subscribe: (fn) => this.#listeners.add('change', fn),
      on: (type, fn) => this.#listeners.add(type, fn),
      reportActivity: () => this.#now(binding.reportActivity),
      holdActivity: (...args) => {
        let release = this.#now(binding.holdActivity, args)
        return () => {
          if (!this.calls.error) release?.()
          release = undefined // the module has freed it
        }
      },
      close: () => this.#close(binding),
      createFetcher: (options = {}) => fetcher(client, binding.key, this.touches, options),
    }
    for (const [name, method] of Object.entries(binding)) {
      if (typeof method === 'function') client[name] ??= (...args) => this.#ask(method, args)
    }
    const { getTokenSilently } = client
    client.getTokenSilently = async (...args) => {
      if (args.length) return getTokenSilently(...args)
      return (!this.calls.error && this.#memo.get()) || this.#memo.renew(() => this.calls.run(binding.getTokenSilently))
    }
    return (this.#client = Object.freeze(client))
  }

  /**
   * @param {(...args: any[]) => any} method
   * @param {any[]} args
   */
  #ask(method, args) {
    this.#memo.forget()
    return this.calls.run(() => method(...args)).finally(() => this.#memo.forget())
  }

  /**
   * Calls a method that answers at once.
   * @param {(...args: any[]) => any} method
   * @param {any[]} args
   */
  #now(method, args = []) {
    if (this.calls.error) throw this.calls.error
    const answer = method(...args)
    if (answer instanceof SessionError) throw answer
    return answer
  }

  /**
   * Has the key that tokens are bound to deleted with the logout.
   * @param {string} key
   */
  async forgetsKey(key) {
    const { forget } = await import('./dpop.js') // by now: a page that is being left loads nothing
    this.#listeners.add('signedOut', ({ reason }) => void forget(key, reason === 'logout'))
  }

  /** @param {Binding} binding */
  #close(binding) {
    this.#listeners.clear()
    if (this.calls.error) return
    this.calls.end(new SessionError({ code: 'closed', message: 'close() was called on this client' }))
    binding.close()
    this.leave()
  }

  leave() {
    const { mourners, error, quit } = this.module
    mourners.delete(this.mourn)
    if (mourners.size === 0 && !error) quit()
  }
}

/**
 * @param {any} client
 * @param {string} key
 * @param {boolean} touches
 * @param {{ baseUrl?: string | URL, fetch?: typeof fetch }} options
 */
function fetcher(client, key, touches, { baseUrl = '', fetch = (...args) => globalThis.fetch(...args) }) {
  const of = { client, key, touches, baseUrl: new URL(baseUrl, document.baseURI).href, fetch, SessionError }
  return Object.freeze({
    /** @param {[RequestInfo | URL, RequestInit?, object?]} args */
    fetchWithAuth: async (...args) => (await import('./fetcher.js')).fetchWithAuth(of, ...args),
  })
}

/** The calls under way. Once ended they reject, and so does every later one. */
class Calls {
  /** @type {Set<(error: Error) => void>} one entry a call: a race with a promise that never settles would leak */
  #pending = new Set()
  /** @type {Error | undefined} */
  error

  /**
   * @param {() => any} call
   * @returns {Promise<any>}
   */
  run(call) {
    return new Promise((resolve, reject) => {
      if (this.error) throw this.error
      this.#pending.add(reject)
      const answer = (async () => call())() // called at once: in there the user's click must still count
      answer.then(resolve, reject).finally(() => this.#pending.delete(reject))
    })
  }

  /** @param {Error} error */
  end(error) {
    this.error ??= error
    for (const reject of this.#pending) reject(error)
    this.#pending.clear()
  }
}
