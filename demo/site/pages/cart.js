// The cart: quantities, the total, and the way to the checkout.

import { cart, linesOf, setQuantity, totalOf } from '../shop/cart.js'
import { announce, fill, h } from '../lib/dom.js'
import { price } from '../lib/format.js'
import { withProducts } from '../shop/products.js'
import { quantityPicker } from '../shop/quantity.js'

export function cartPage(parameters, { signal, title }) {
  title('Cart')
  const body = h('div', { class: 'cart' })
  withProducts(body, {
    signal,
    placeholder: h('p', { class: 'message' }, 'Loading…'),
    build: products => cartOf(products, signal),
  })
  return h('div', { class: 'page' }, h('h1', null, 'Cart'), body)
}

/** What stands in place of a cart that holds nothing. */
export function emptyCartMessage() {
  return h('div', { class: 'message' },
    h('img', { src: '/images/empty-cart.svg', alt: '', width: 200, height: 160 }),
    h('p', null, 'Your cart is empty.'),
    h('a', { class: 'button', href: '/' }, 'Look around'),
  )
}

// Rows stay in place while their numbers change: a button that is pressed twice
// must be the same button. Rows are built again only when the products differ.
function cartOf(products, signal) {
  const container = h('div', null)
  const total = h('strong', { class: 'summary__total' })
  let rows = new Map()
  const show = () => {
    const lines = linesOf(products)
    if (lines.length === 0) {
      rows.clear()
      fill(container, emptyCartMessage())
      return
    }
    if (lines.length !== rows.size || lines.some(({ product }) => !rows.has(product.id))) {
      rows = new Map(lines.map(({ product }) => [product.id, rowOf(product)]))
      fill(container, h('ul', { class: 'lines' }, [...rows.values()].map(row => row.element)), summary(total))
    }
    for (const { product, quantity } of lines) rows.get(product.id).show(quantity)
    total.textContent = price(totalOf(lines))
  }
  cart.subscribe(show, signal)
  show()
  return container
}

function rowOf(product) {
  const picker = quantityPicker({
    label: `Quantity of ${product.name}`,
    changed: quantity => setQuantity(product.id, quantity),
  })
  const sum = h('p', { class: 'line__price' })
  const remove = () => {
    setQuantity(product.id, 0)
    announce(`${product.name} removed.`)
  }
  const element = h('li', { class: 'line' },
    h('img', { class: 'line__image', src: product.image, alt: '', width: 96, height: 96 }),
    h('div', { class: 'line__text' },
      h('a', { class: 'line__name', href: `/product/${encodeURIComponent(product.id)}` }, product.name),
      h('p', { class: 'line__each' }, `${price(product.price)} each`),
    ),
    picker.element,
    sum,
    h('button', { type: 'button', class: 'line__remove', 'aria-label': `Remove ${product.name}`, onclick: remove }, 'Remove'),
  )
  const show = quantity => {
    picker.show(quantity)
    sum.textContent = price(product.price * quantity)
  }
  return { element, show }
}

function summary(total) {
  return h('div', { class: 'summary' },
    h('p', { class: 'summary__row' }, h('span', null, 'Total'), total),
    h('p', { class: 'summary__note' }, 'Delivery is free. No account is needed.'),
    h('a', { class: 'button button--wide', href: '/checkout' }, 'Go to checkout'),
  )
}
