// A value that can be watched.

/** Returns `get`, `set` and `subscribe`; a listener hears each `set` until its signal is aborted. */
export function createStore(value) {
  const listeners = new Set()
  return {
    get: () => value,
    set(next) {
      value = next
      for (const listener of [...listeners]) listener(value)
    },
    subscribe(listener, signal) {
      listeners.add(listener)
      signal?.addEventListener('abort', () => listeners.delete(listener))
    },
  }
}
