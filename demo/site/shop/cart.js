// What the customer wants to buy: product ids and quantities in localStorage,
// so that the cart outlives a reload, a login and a logout.

import { createStore } from '../lib/store.js'
import { notify } from '../lib/notices.js'

const KEY = 'storezero.cart'

/** The most of one product that a cart takes. */
export const MAX_QUANTITY = 20

/** A Map of product id to quantity; a new one at each change. */
export const cart = createStore(read())

addEventListener('storage', event => {
  if (event.key === KEY || event.key === null) cart.set(read())
})

/** Puts `quantity` more of a product into the cart, up to MAX_QUANTITY. */
export function addToCart(id, quantity) {
  setQuantity(id, (cart.get().get(id) ?? 0) + quantity)
}

/** Sets how many of a product are wanted; 0 takes it out. */
export function setQuantity(id, quantity) {
  const lines = new Map(cart.get())
  if (quantity > 0) lines.set(id, Math.min(quantity, MAX_QUANTITY))
  else lines.delete(id)
  write(lines)
}

/** Takes everything out. */
export function emptyCart() {
  write(new Map())
}

/** The cart's lines in catalogue order, `{product, quantity}`; products that are sold no more are left out. */
export function linesOf(products) {
  return products
    .filter(product => cart.get().has(product.id))
    .map(product => ({ product, quantity: cart.get().get(product.id) }))
}

/** What the lines cost, in cents. */
export function totalOf(lines) {
  return lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0)
}

function write(lines) {
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(lines)))
  } catch {
    notify('cart', 'This browser blocks storage: the cart is lost when the page is closed.')
  }
  cart.set(lines)
}

// Other scripts and older versions can write here too: what is not a cart is an empty one.
function read() {
  let stored
  try {
    stored = JSON.parse(localStorage.getItem(KEY))
  } catch {
    return new Map()
  }
  const isQuantity = value => Number.isInteger(value) && value >= 1 && value <= MAX_QUANTITY
  return new Map(Object.entries(stored ?? {}).filter(([, value]) => isQuantity(value)))
}
