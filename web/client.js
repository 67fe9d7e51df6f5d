// The client that apps hold: the module's methods, and what must outlive a crash of the module.
import { SessionError } from './errors.js'
import { Listeners } from './listeners.js'
import { Memo } from './memo.js'
import { speak } from './speech.js'

/**
 * The module's side of one client: its methods.
 * @typedef {{ close: () => void, [method: string]: any }} Binding
 *
 * @typedef {typeof import('./options.js')} Reading
 */

/**
 * The client for what options name: a new one, or the one that is there already for the same issuer and clientId. An
 * app may call createSessionClient in several places, but not with two meanings.
 * @param {import('./loader.js').Module} module
 * @param {any} options
 * @param {string | undefined} fallbackUrl
 * @param {import('./locale.js').Words | undefined} words
 * @param {Reading} reading
 */
export function openClient(module, options, fallbackUrl, words, reading) {
  if (module.error) throw module.error
  const read = understood(reading, () => reading.readClient(options, import.meta.url, words))
  const there = module.clients.get(read.key)
  if (there) {
    const message = reading.clash(there.plain, read.plain)
    if (!message) return there.client
    throw new SessionError({ code: 'already_configured', message })
  }
  const session = new Session(module, options, fallbackUrl, words, reading)
  const opened = { plain: read.plain, client: session.open(read) }
  module.clients.set(read.key, opened)
  return opened.client
}

/**
 * @template T
 * @param {Reading} reading
 * @param {() => T} read
 * @returns {T}
 */
function understood({ WrongOption }, read) {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error
    throw new SessionError({ code: 'invalid_option', message: error.message, cause: error.cause })
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
  #key = ''
  /**
   * The module calls this where `session.guard` is given.
   * @type {(hidden: boolean) => void}
   */
  guard = () => {}

  /**
   * @param {import('./loader.js').Module} module
   * @param {any} options
   * @param {string | undefined} fallbackUrl
   * @param {import('./locale.js').Words | undefined} words  of the dialog
   * @param {Reading} reading
   */
  constructor(module, options, fallbackUrl, words, reading) {
    const { modal } = options
    this.module = module
    this.options = options
    this.reading = reading
    /** @param {SessionError} error */
    this.mourn = (error) => {
      this.calls.end(error)
      this.#dialog?.remove() // the page behind it would stay inert
      if (!this.#client) return // createSessionClient rejects: that says it
      this.changed({ ...this.#snapshot, error })
      this.happened('crash', error)
      if (modal !== false) reading.showCrash(fallbackUrl, modal, words)
    }
    module.mourners.add(this.mourn)
  }

  /** @param {ReturnType<Reading['readClient']>} read */
  async open({ key, list }) {
    this.#key = key
    const guard = this.options.session?.guard
    try {
      if (guard !== undefined) {
        const { hider } = await import('./guard.js')
        this.guard = hider(guard, (message, cause) => new SessionError({ code: 'invalid_option', message, cause }))
      }
      const binding = await this.calls.run(() => this.module.create(this, list))
      if (this.options.useDpop) this.#forgetsKey()
      return (this.#client = this.#expose(binding))
    } catch (error) {
      this.#leave()
      throw error
    }
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
   * The module calls this as it gives its methods, if it has a token.
   * @param {string} token
   */
  has(token) {
    this.#memo.renew(() => token)
  }

  /**
   * The module calls this when it has made its dialog: soon after there is a session.
   * @param {Element | null} element
   */
  dialogShown(element) {
    this.#dialog = element
  }

  /** @param {Binding} binding */
  #expose(binding) {
    const { fetcher, methods, parsed } = this.reading
    const { useRefreshTokens, session } = this.options
    const touches = !useRefreshTokens || Boolean(session?.refreshExtendsSession) // whoever renews asks for the session
    /** @type {(name: string, args: any[]) => any} */
    const call = (name, args) => {
      const read = methods[name]
      return binding[name](...(read ? understood(this.reading, () => read(...args)) : args))
    }
    /** @type {Record<string, (...args: any[]) => any>} */
    const client = {
      getSnapshot: () => this.#snapshot,
      subscribe: (fn) => this.#listeners.add('change', fn),
      on: (type, fn) => this.#listeners.add(type, fn),
      reportActivity: () => this.#now(call, 'reportActivity'),
      holdActivity: (...args) => {
        let release = this.#now(call, 'holdActivity', args)
        return () => {
          if (!this.calls.error) release?.()
          release = undefined // the module has freed it
        }
      },
      close: () => this.#close(binding),
      createFetcher: (options) => fetcher({ client, key: this.#key, touches, SessionError }, options),
    }
    /** @type {Record<string, (answer: any, args: any[]) => any>} what the module leaves to be done with its answer */
    const answers = {
      handleRedirectCallback: (json) => ({ appState: parsed(json) }),
      describeTimeout: async (lifetimes, [locale]) =>
        (await import('./describe.js')).describe(speak, locale, this.options.modal || {}, lifetimes),
    }
    for (const name of Object.keys(binding)) {
      const finish = answers[name] ?? ((answer) => answer)
      client[name] ??= (...args) => this.#ask(() => call(name, args)).then((answer) => finish(answer, args))
    }
    const { getTokenSilently } = client
    client.getTokenSilently = async (...args) => {
      if (args.length) return getTokenSilently(...args)
      return (!this.calls.error && this.#memo.get()) || this.#memo.renew(() => this.calls.run(() => call('getTokenSilently', [])))
    }
    return Object.freeze(client)
  }

  /** @param {() => any} call */
  #ask(call) {
    this.#memo.forget()
    return this.calls.run(call).finally(() => this.#memo.forget())
  }

  /**
   * Calls a method that answers at once.
   * @param {(name: string, args: any[]) => any} call
   * @param {string} name
   * @param {any[]} args
   */
  #now(call, name, args = []) {
    if (this.calls.error) throw this.calls.error
    const answer = call(name, args)
    if (answer instanceof SessionError) throw answer
    return answer
  }

  /** Has the key that tokens are bound to deleted with the logout. */
  async #forgetsKey() {
    const { forget } = await import('./dpop.js') // by now: a page that is being left loads nothing
    this.#listeners.add('signedOut', ({ reason }) => void forget(this.#key, reason === 'logout'))
  }

  /** @param {Binding} binding */
  #close(binding) {
    this.#listeners.clear()
    if (this.calls.error) return
    this.calls.end(new SessionError({ code: 'closed', message: 'close() was called on this client' }))
    binding.close()
    this.#leave()
  }

  #leave() {
    const { clients, mourners, error, quit } = this.module
    clients.delete(this.#key)
    mourners.delete(this.mourn)
    if (mourners.size === 0 && !error) quit()
  }
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
