// Finds what a selector of the tests names, and tells whether a user could press it.
//
//   css                      an element of the document
//   host >>> css             an element of the open shadow tree of `host`
//   css:text("Words")        whose visible text is exactly these words
(() => {
  const words = element => element.innerText.trim().replace(/\s+/g, ' ')

  const matches = selector => selector.split('>>>').reduce((found, part) => {
    const [, css, text] = /^\s*(.*?)(?::text\("(.*)"\))?\s*$/.exec(part)
    const roots = found ? found.map(host => host.shadowRoot).filter(Boolean) : [document]
    return roots
      .flatMap(root => [...root.querySelectorAll(css)])
      .filter(element => text === undefined || words(element) === text)
  }, null)

  const isShown = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0

  const find = selector => matches(selector).find(isShown)

  // Shadow trees answer elementFromPoint for themselves only.
  const topmostAt = (x, y) => {
    let top = document.elementFromPoint(x, y)
    for (let inner; top?.shadowRoot; top = inner) {
      inner = top.shadowRoot.elementFromPoint(x, y)
      if (!inner || inner === top) break
    }
    return top
  }

  const contains = (element, node) => {
    for (; node; node = node.assignedSlot ?? node.parentNode ?? node.host) if (node === element) return true
    return false
  }

  /** `{x, y}` of an element's middle, or `{obstacle}`: why it cannot be pressed just now. */
  const press = selector => {
    const element = find(selector)
    if (!element) return { obstacle: matches(selector).length ? 'it is not visible' : 'there is none' }
    if (element.matches(':disabled')) return { obstacle: 'it is disabled' }
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const box = element.getBoundingClientRect()
    const x = box.x + box.width / 2
    const y = box.y + box.height / 2
    const top = topmostAt(x, y)
    const label = element.labels?.[0] ?? element
    if (contains(element, top) || contains(label, top)) return { x, y }
    return { obstacle: `<${top?.localName ?? 'nothing'} class="${top?.className ?? ''}"> is in front of it` }
  }

  return { find, press, words }
})()
