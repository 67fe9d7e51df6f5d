// Building DOM without innerHTML: the page runs under
// `require-trusted-types-for 'script'`, so markup is made of nodes and text.

/**
 * Makes an element. `on…` properties are listeners, `true` is an empty
 * attribute, `false`, null and undefined leave an attribute or child out.
 */
export function h(tag, properties, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (isPresent(value)) element.setAttribute(name, value)
  }
  element.append(...children.flat().filter(isPresent))
  return element
}

/**
 * Replaces what `container` holds. A focus that would be lost with the old
 * content moves to `main`, so that the keyboard is never sent back to the top.
 */
export function fill(container, ...children) {
  const focusWasInside = container.contains(document.activeElement) && document.activeElement !== container
  container.replaceChildren(...children.flat().filter(isPresent))
  if (focusWasInside) document.querySelector('main').focus({ preventScroll: true })
}

/** Speaks `text` once through the page's polite live region. */
export function announce(text) {
  document.querySelector('#announcer').textContent = text
}

function isPresent(value) {
  return value !== null && value !== undefined && value !== false
}
