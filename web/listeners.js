const types =
  'change warning extended idle ended signedIn signedOut userChanged lifetimeMismatch offline online error crash'.split(' ')

/** @typedef {{ fn: (detail: any) => void }} Entry */

/** Who listens for what. */
export class Listeners {
  /** @type {Map<string, Set<Entry>>} */
  #byType = new Map(types.map((type) => [type, new Set()]))

  /**
   * @param {string} type
   * @param {(detail: any) => void} fn
   * @returns {() => void} ends it
   */
  add(type, fn) {
    const set = this.#byType.get(type)
    if (!set) throw new TypeError(`there is no event "${type}"; there are ${types.join(', ')}`)
    if (typeof fn !== 'function') throw new TypeError(`a listener for "${type}" must be a function`)
    const entry = { fn } // so that one function can listen twice, and each ends on its own
    set.add(entry)
    return () => void set.delete(entry)
  }

  /**
   * Tells them in order, once the module has returned: what a listener does, or throws, disturbs nobody.
   * @param {string} type
   * @param {unknown} detail
   */
  emit(type, detail) {
    queueMicrotask(() => {
      const set = this.#byType.get(type) ?? new Set()
      for (const entry of [...set]) {
        if (!set.has(entry)) continue
        try {
          entry.fn(detail)
        } catch (error) {
          reportError(error)
        }
      }
    })
  }

  clear() {
    for (const set of this.#byType.values()) set.clear()
  }
}
