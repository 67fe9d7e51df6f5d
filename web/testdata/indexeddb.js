// What dpop.js needs of IndexedDB, where there is none: one store, in memory. What is put is not cloned.
export const stored = new Map()

const later = (request, name) => queueMicrotask(() => request[name]?.({ target: request }))

globalThis.indexedDB = {
  open() {
    const opening = { result: { transaction, createObjectStore() {}, close() {} } }
    later(opening, 'onsuccess')
    return opening
  },
}

function transaction() {
  const running = {}
  const request = (result) => {
    const made = { result }
    later(made, 'onsuccess')
    return made
  }
  running.objectStore = () => ({
    get: (key) => request(stored.get(key)),
    put: (value, key) => request(void stored.set(key, value)),
    delete: (key) => request(void stored.delete(key)),
  })
  setImmediate(() => running.oncomplete())
  return running
}
