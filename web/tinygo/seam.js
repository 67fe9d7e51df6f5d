// What the release's module stands on in the place of syscall/js: TinyGo can neither catch an exception nor tell when Go
// has done with a value. Its other half is wasm/internal/jsx/seam_tinygo.go. The loader gives go._enter, by which alone
// Go is entered, and go._dead.
//
// A crossing costs more than most of what it is made for. So what can be copied crosses whole, texts, bytes, lists,
// records and trees, and only what must stay the same thing is kept here, by id.
import { LIST, RECORD, flatten } from './tree.js'

/** As package jsx has them. What follows them is copied: ref says where it lies in Go's memory, number how much it is. */
const types = ['undefined', 'null', 'boolean', 'number', 'bigint', 'string', 'symbol', 'object', 'function']
const BOOLEAN = 2
const NUMBER = 3
const STRING = 5
const BYTES = 11
const FUNCTION = 12 // ref is Go's id of it

const wordSize = 16

/** How often Go and JavaScript may call each other in one another: each time takes some of a goroutine's stack. */
const deepest = 16

/** As spaSessionDue says that there is so much to be taken away that it cannot wait. */
const OVERDUE = 2

/** Safari has no idle callbacks. */
const soon = globalThis.requestIdleCallback ?? ((run) => setTimeout(run, 100))

/**
 * The import object of one instance.
 * @param {any} go  wasm_exec's, watched by the loader
 */
export function seam(go) {
  /** @type {any[]} what Go holds, by id */
  const values = [globalThis]
  /** @type {number[]} ids that are free again */
  const free = []
  /** @type {Map<number, (...args: any[]) => any>} Go's functions that JavaScript has seen, by id */
  const functions = new Map()
  let inside = 0 // how many times Go has called JavaScript and waits for it
  /** @type {any} */
  let exports
  let bytes = new Uint8Array()
  let ints = new Uint32Array()
  let floats = new Float64Array()

  /** Once memory has grown, what was seen of it is empty. */
  const look = () => {
    if (bytes.length) return
    exports = go._inst.exports
    const { buffer } = exports.memory
    bytes = new Uint8Array(buffer)
    ints = new Uint32Array(buffer)
    floats = new Float64Array(buffer)
  }

  /**
   * Memory that is nobody else's until Go has taken what is put there.
   * @param {number} size
   * @returns {number}
   */
  const room = (size) => {
    const at = exports.spaSessionRoom(size)
    look()
    return at
  }

  /**
   * @param {number} at
   * @returns {any}
   */
  const load = (at) => {
    const kind = ints[at >> 2]
    const ref = ints[(at >> 2) + 1]
    const number = floats[(at >> 3) + 1]
    switch (kind) {
      case BOOLEAN:
        return ref === 1
      case NUMBER:
        return number
      case STRING:
        return decoder.decode(bytes.subarray(ref, ref + number))
      case LIST:
        return list(ref, number)
      case RECORD:
        return record(list(ref, number))
      case BYTES:
        return bytes.slice(ref, ref + number)
      case FUNCTION:
        return seen(ref)
    }
    return kind ? (kind > 1 ? values[ref] : null) : undefined
  }

  /**
   * @param {number} at
   * @param {number} count
   */
  const list = (at, count) => {
    const items = []
    for (let i = 0; i < count; i++) items.push(load(at + i * wordSize))
    return items
  }

  /** @type {(at: number, kind: number, ref: number, number: number) => void} */
  const put = (at, kind, ref, number) => {
    ints[at >> 2] = kind
    ints[(at >> 2) + 1] = ref
    floats[(at >> 3) + 1] = number
  }

  /**
   * @param {number} at
   * @param {any} value
   */
  const store = (at, value) => {
    const kind = value === null ? 1 : types.indexOf(typeof value)
    if (kind === STRING) {
      const text = encoder.encode(value)
      return put(at, kind, copied(text), text.length)
    }
    let ref = Number(value === true)
    if (kind > NUMBER) {
      ref = free.pop() ?? values.length
      values[ref] = value
    }
    put(at, kind, ref, kind === NUMBER ? value : 0)
  }

  /**
   * Of a tree there is nothing but primitive values and marks. (To ask a value of the page's what it is may run its code.)
   * @param {number} at
   * @param {any} item
   */
  const storeFlat = (at, item) => (item && typeof item === 'object' ? put(at, item.kind, 0, item.count) : store(at, item))

  /**
   * @param {number} at
   * @param {any[]} items
   * @param {(at: number, item: any) => void} storeOne
   */
  const storeAll = (at, items, storeOne) => {
    const place = room(items.length * wordSize)
    items.forEach((item, i) => storeOne(place + i * wordSize, item))
    put(at, LIST, place, items.length)
  }

  /** @param {Uint8Array} array */
  const copied = (array) => {
    const { length } = array
    const at = room(length)
    bytes.subarray(at, at + length).set(array) // which refuses what is longer by now
    return at
  }

  /** @param {number} id */
  const seen = (id) => {
    let fn = functions.get(id)
    if (!fn) functions.set(id, (fn = (...args) => call(id, args)))
    return fn
  }

  /** @type {((...args: any[]) => any)[]} */
  const operations = [
    followed,
    Reflect.set,
    Reflect.deleteProperty,
    (self, steps, ...rest) => {
      const name = rest[steps - 1]
      self = followed(self, ...rest.slice(0, steps - 1))
      const method = Reflect.get(self, name)
      if (typeof method !== 'function') throw new TypeError(`${name} is not a function`)
      return Reflect.apply(method, self, rest.slice(steps))
    },
    (fn, ...args) => Reflect.apply(fn, undefined, args),
    (Class, ...args) => Reflect.construct(Class, args),
    (value) => value,
    (a, b) => a === b,
    flatten,
    (object, ...names) => names.map((name) => Reflect.get(object, name)),
    copied,
    () => {
      /** @type {any[]} */
      const deferred = []
      deferred.push(new Promise((...settle) => deferred.push(...settle)))
      return deferred
    },
    (array) => [...array],
    () => [Date.now(), performance.now()],
    (promise, fulfilled, rejected) => void Promise.resolve(promise).then(fulfilled, rejected),
    (at, count) => {
      for (const id of ints.subarray(at >> 2, (at >> 2) + count)) {
        values[id] = undefined
        free.push(id)
      }
    },
    (at, count) => ints.subarray(at >> 2, (at >> 2) + count).forEach((id) => functions.delete(id)),
  ]

  /** @type {Record<number, typeof store>} those whose outcome Go gets item by item, as opTree, opProperties, opDeferred, opItems and opClock have it */
  const several = { 8: storeFlat, 9: store, 11: store, 12: store, 13: store }

  /**
   * @param {number} id
   * @param {any[]} args
   */
  const call = (id, args) => {
    if (inside > deepest) throw new RangeError('endless calls')
    let answer
    go._enter(() => {
      look()
      const at = room((args.length + 1) * wordSize)
      args.forEach((arg, i) => store(at + i * wordSize, arg))
      exports.spaSessionCall(id, at, args.length)
      look()
      answer = load(at)
    })
    if (!inside) go._enter(settle)
    return answer
  }

  let tidying = false
  const tidyUp = () => {
    tidying = false
    go._enter(() => exports.spaSessionCollect())
  }
  /** Runs the goroutines that an event has set going. What they leave is taken away when the page has nothing else to do. */
  const settle = () => {
    exports.go_scheduler()
    const due = exports.spaSessionDue()
    if (due === OVERDUE) return exports.spaSessionCollect()
    if (!due || tidying) return
    tidying = true
    soon(tidyUp, { timeout: 1000 })
  }

  return {
    /** @type {(operation: number, words: number, count: number) => boolean} */
    operate(operation, words, count) {
      look()
      // A function that nobody said may wait is being left: what follows would be made up.
      if (exports.asyncify_get_state()) throw new Error('a function that cannot wait had to: see wasm/internal/wait')
      const args = list(words, count)
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
      look()
      if (done && operation in several) storeAll(words, outcome, several[operation])
      else store(words, outcome)
      return done
    },
    /** Marks for the compiler: see wasm/internal/wait and part. */
    wait() {},
    part() {},
    /** How many values Go holds; tests ask. */
    held: () => values.length - free.length + functions.size,
  }
}

/**
 * @param {any} value
 * @param {...string} path
 */
function followed(value, ...path) {
  for (const name of path) value = Reflect.get(value, name)
  return value
}

/**
 * The members are defined, not set: one that is named __proto__ is data here and must not become a prototype.
 * @param {any[]} flat  each name and what it names
 */
function record(flat) {
  const entries = []
  for (let i = 0; i < flat.length; i += 2) entries.push(flat.slice(i, i + 2))
  return Object.fromEntries(entries)
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
