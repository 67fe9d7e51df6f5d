// What stands in the place of TinyGo's wasm_exec.js: no file, no output, no timer of Go's. The build makes one file of
// this folder.
import { seam } from './seam.js'

/** What stands for the functions of the rest until that is there: see wasm/internal/part. */
const placeholders = new Proxy({}, {
  get: () => () => {
    throw new Error('nobody has asked for the rest')
  },
})

/** How long the rest may take, in milliseconds: as long as any request of the module's. */
const patience = 10_000

/** What Go leaves its main with, by way of wasi-libc. */
const exit = new Error('main returned')

/** As far as the module needs it. */
globalThis.Go = class {
  exited = false
  /** @type {any} */
  #build
  /** @type {Promise<unknown> | undefined} */
  #rest

  constructor() {
    const imports = {
      spaSession: seam(this),
      wasi_snapshot_preview1: {
        /** @type {(at: number, length: number) => number} */
        random_get: (at, length) => {
          crypto.getRandomValues(new Uint8Array(this._inst.exports.memory.buffer, at, length))
          return 0
        },
        proc_exit: () => {
          this.exited = true
          throw exit
        },
      },
    }
    // The functions of the rest are asked for by the name of the build, so that two files of different builds do not fit.
    this.importObject = new Proxy(imports, {
      get: (/** @type {any} */ all, name) => all[name] ?? ((this.#build = name), placeholders),
    })
  }

  /**
   * Puts the functions of the rest in the place of what stands for them. Whoever asks after a failure asks anew.
   * @param {(url: string, options: RequestInit) => Promise<WebAssembly.Module>} compile
   */
  rest(compile) {
    return (this.#rest ??= this.#load(compile).catch((cause) => {
      this.#rest = undefined
      throw cause
    }))
  }

  /** @param {(url: string, options: RequestInit) => Promise<WebAssembly.Module>} compile */
  async #load(compile) {
    const { href } = new URL('./spa-session-rest.wasm', import.meta.url)
    const rest = await compile(href, { signal: AbortSignal.timeout(patience) })
    await WebAssembly.instantiate(rest, { [this.#build]: this._inst.exports })
  }

  /**
   * Settles when main has returned.
   * @param {WebAssembly.Instance} instance
   */
  async run(instance) {
    /** @type {any} */
    this._inst = instance
    try {
      this._inst.exports._start()
    } catch (thrown) {
      if (thrown !== exit) throw thrown
    }
    if (!this.exited) await new Promise(() => {}) // main waits in its goroutine
  }
}
