// What the release's module stands on in the place of TinyGo's wasm_exec.js and of syscall/js: TinyGo can neither catch
// an exception nor tell when Go has done with a value. Its other half is wasm/internal/jsx/seam_tinygo.go. The loader
// gives go._enter, by which alone Go is entered, and go._dead.

/** As package jsx has them; what comes from Go as INLINE is a string in Go's memory. */
const types = ['undefined', 'null', 'boolean', 'number', 'bigint', 'string', 'symbol', 'object', 'function']
const INLINE = 9
const wordSize = 16

/**
 * The import object of one instance.
 * @param {any} go  wasm_exec's, watched by the loader
 */
function seam(go) {
  /** @type {any[]} what Go holds, by id */
  const values = [globalThis]
  /** @type {number[]} ids that are free again */
  const free = []
  /** @type {{ self: any, args: any[], answer: any }[]} the calls of Go functions under way, one in the other */
  const calls = []
  let inside = 0 // how many times Go has called JavaScript and waits for it
  let utf8 = new Uint8Array()

  const exports = () => go._inst.exports
  /** @type {(at: number, length: number) => Uint8Array} */
  const bytes = (at, length) => new Uint8Array(exports().memory.buffer, at, length)
  const view = () => new DataView(exports().memory.buffer)

  /** @param {number} at */
  function load(at) {
    const memory = view()
    const ref = memory.getUint32(at + 4, true)
    const number = memory.getFloat64(at + 8, true)
    const kind = memory.getUint32(at, true)
    if (kind === INLINE) return decoder.decode(bytes(ref, number))
    return kind > 3 ? values[ref] : [undefined, null, ref === 1, number][kind]
  }

  /**
   * @param {number} at
   * @param {any} value
   */
  function store(at, value) {
    const kind = value === null ? 1 : types.indexOf(typeof value)
    let ref = Number(value === true)
    if (kind > 3) {
      ref = free.pop() ?? values.length
      values[ref] = value
    }
    const memory = view()
    memory.setUint32(at, kind, true)
    memory.setUint32(at + 4, ref, true)
    if (kind === 3) memory.setFloat64(at + 8, value, true)
  }

  /** @type {((...args: any[]) => any)[]} */
  const operations = [
    Reflect.get,
    Reflect.set,
    Reflect.deleteProperty,
    (fn, self, ...args) => Reflect.apply(fn, self, args),
    (Class, ...args) => Reflect.construct(Class, args),
    (...items) => items,
    (a, b) => a === b,
    (text) => (utf8 = encoder.encode(text)).length,
    (at) => bytes(at, utf8.length).set(utf8),
    (array, at, length) => set.call(array, bytes(at, length)),
    (array, at, length) => bytes(at, length).set(subarray.call(array, 0, length)),
    (id) => function (/** @type {any[]} */ ...args) {
      return call(id, this, args)
    },
    (number, i) => (i < 0 ? calls[number].self : calls[number].args[i]),
    (number, answer) => {
      calls[number].answer = answer
    },
    (id) => {
      values[id] = undefined
      free.push(id)
    },
  ]

  /**
   * @param {number} id
   * @param {any} self
   * @param {any[]} args
   */
  function call(id, self, args) {
    const frame = { self, args, answer: undefined }
    const number = calls.push(frame) - 1
    go._enter(() => exports().spaSessionCall(id, number, args.length))
    calls.pop()
    if (!inside) go._enter(settle)
    return frame.answer
  }

  /** Runs the goroutines that an event has set going, and then tidies up. */
  function settle() {
    exports().go_scheduler()
    exports().spaSessionCollect()
  }

  return {
    /** @type {(operation: number, words: number, count: number) => boolean} */
    operate(operation, words, count) {
      // A function that nobody said may wait is being left: what follows would be made up.
      if (exports().asyncify_get_state()) throw new Error('a function that cannot wait had to: see wasm/internal/wait')
      const args = Array.from({ length: count }, (_, i) => load(words + i * wordSize))
      let outcome
      let done = true
      inside++
      try {
        outcome = operations[operation](...args)
      } catch (thrown) {
        outcome = thrown
        done = false
      }
      inside--
      if (go._dead) throw new Error('a callback has crashed') // Go must not go on: all of it ends here
      store(words, outcome)
      return done
    },
    /** Marks for the compiler: see wasm/internal/wait and part. */
    wait() {},
    part() {},
    /** How many values Go holds; tests ask. */
    held: () => values.length - free.length,
  }
}

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const { set, subarray } = Uint8Array.prototype

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

/** As far as the module needs it, what TinyGo's wasm_exec.js would define: no file, no output, no timer of Go's. */
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
