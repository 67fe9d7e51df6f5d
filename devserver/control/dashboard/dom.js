// Elements and their text. Everything that is shown is written by textContent: it is text, whoever sent it.

/** Makes an element. Functions among the attributes are listeners, true and false switch an attribute. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (value === true) element.setAttribute(name, '')
    else if (value !== false) element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export function clone(template) {
  return document.querySelector(`template#${template}`).content.firstElementChild.cloneNode(true)
}

/** Writes only what has changed, so that selections live and screen readers stay calm. */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

/**
 * Makes the children of `parent` show `items`, in their order. A child is made
 * once for each key and changed in place: a button that is made anew loses the focus.
 * The focus of a child that goes is handed to the heading of its panel.
 */
export function reconcile(parent, items, key, make, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]))
  let place = parent.firstElementChild
  for (const item of items) {
    const name = String(key(item))
    let child = old.get(name)
    old.delete(name)
    if (!child) {
      child = make(item)
      child.dataset.key = name
    }
    update(child, item)
    if (child === place) place = place.nextElementSibling
    else parent.insertBefore(child, place)
  }
  for (const child of old.values()) {
    const focused = child.contains(document.activeElement)
    child.remove()
    if (focused) parent.closest('.panel').querySelector('h2').focus()
  }
}
