// The catalogue, read once a page load.

import { fill, h } from '../lib/dom.js'
import { getJSON } from '../lib/http.js'

let pending
let loaded

/** Resolves to the products, `{id, name, description, price (cents), image}`. A failure is not kept: the next call asks again. */
export function loadProducts() {
  pending ??= getJSON('/api/products').then(
    products => (loaded = products),
    cause => {
      pending = undefined
      throw cause
    },
  )
  return pending
}

/**
 * Fills `container` with what `build(products)` returns: at once if the
 * catalogue is known, else after `placeholder`. A failure is told, with a way
 * to try again.
 */
export async function withProducts(container, { signal, placeholder, build }) {
  if (loaded) {
    container.replaceChildren(...[build(loaded)].flat())
    return
  }
  container.replaceChildren(...[placeholder].flat())
  try {
    const products = await loadProducts()
    if (!signal.aborted) fill(container, build(products))
  } catch (cause) {
    if (!signal.aborted) fill(container, failureBox(cause, () => withProducts(container, { signal, placeholder, build })))
  }
}

function failureBox(cause, retry) {
  return h('div', { class: 'message message--error', role: 'alert' },
    h('h2', null, 'The catalogue could not be loaded'),
    h('p', null, cause.message),
    h('button', { type: 'button', class: 'button', onclick: retry }, 'Try again'),
  )
}
