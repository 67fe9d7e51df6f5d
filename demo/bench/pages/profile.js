// Notes when the page asks the platform for what, and when it has it: nothing of the kind is in what ships.
globalThis.profile = (() => {
  let spans = []
  let origin = 0

  /** Notes the time from now until the answer. */
  const note = (name) => {
    const span = { name, begin: performance.now() - origin, end: 0 }
    spans.push(span)
    return () => (span.end ||= performance.now() - origin)
  }

  /** Has a function of owner noted by name; settled says how long it is under way, by default as its promise is. */
  const watch = (owner, key, nameOf, settled = (answer, end) => Promise.resolve(answer).then(end, end)) => {
    const original = owner[key]
    owner[key] = function (...args) {
      const name = nameOf(...args)
      if (!name) return original.apply(this, args)
      const end = note(name)
      const answer = original.apply(this, args)
      settled(answer, end)
      return answer
    }
  }

  const last = (url) => new URL(url?.url ?? url, location).pathname.split('/').pop()
  watch(globalThis, 'fetch', (url) => `fetch ${last(url)}`.replace(/\.[0-9a-f]{8}\./, '.'))
  watch(WebAssembly, 'compileStreaming', () => 'compile, as it arrives')
  watch(WebAssembly, 'instantiate', () => 'instantiate')
  for (const name of ['digest', 'importKey', 'verify']) watch(SubtleCrypto.prototype, name, () => `crypto ${name}`)
  const on = (event) => (target, end) => target.addEventListener(event, end)
  watch(IDBFactory.prototype, 'open', () => 'open database', on('success'))
  watch(IDBDatabase.prototype, 'transaction', () => 'transaction', on('complete'))

  // The loader shows the module its host while Go starts.
  let started = () => {}
  watch(Object, 'defineProperty', (_, name) => name === '__spaSessionHost' && 'Go start', (_, end) => (started = end))
  const remove = Reflect.deleteProperty
  Reflect.deleteProperty = (target, name) => {
    if (name === '__spaSessionHost') started()
    return remove(target, name)
  }
  watch(Element.prototype, 'attachShadow', () => 'dialog', (_, end) => queueMicrotask(end))

  const request = LockManager.prototype.request
  LockManager.prototype.request = function (name, ...rest) {
    const end = note('lock')
    const callback = rest.pop()
    return request.call(this, name, ...rest, (lock) => {
      end()
      return callback(lock)
    })
  }

  // A frame is there until its answer is.
  const append = Element.prototype.append
  let answered = () => {}
  const noted = (original) =>
    function (...nodes) {
      if (nodes.some((node) => node instanceof HTMLIFrameElement)) answered = note('frame, until its answer')
      return original.apply(this, nodes)
    }
  Element.prototype.append = noted(append)
  Node.prototype.appendChild = noted(Node.prototype.appendChild)
  addEventListener('message', () => answered(), true)

  return {
    /** From now on, and from this instant. */
    begin() {
      origin = performance.now()
      spans = []
    },
    take: () => spans.map((span) => ({ ...span, end: span.end || performance.now() - origin })),
  }
})()
