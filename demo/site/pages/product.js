// One product: picture, description, and how many of it.

import { addToCart } from '../shop/cart.js'
import { announce, h } from '../lib/dom.js'
import { price } from '../lib/format.js'
import { withProducts } from '../shop/products.js'
import { quantityPicker } from '../shop/quantity.js'
import { notFound } from './not-found.js'

export function productPage({ id }, { signal, title }) {
  const page = h('div', { class: 'page' })
  withProducts(page, {
    signal,
    placeholder: h('p', { class: 'message' }, 'Loading…'),
    build: products => {
      const product = products.find(candidate => candidate.id === id)
      title(product ? product.name : 'Not found')
      return product ? details(product) : notFound('There is no such product.')
    },
  })
  return page
}

function details(product) {
  const quantity = quantityPicker({ label: 'Quantity' })
  const added = h('p', { class: 'product__added' })
  const add = () => {
    addToCart(product.id, quantity.value())
    announce(`${quantity.value()} × ${product.name} added to your cart.`)
    added.replaceChildren('In your cart. ', h('a', { href: '/cart' }, 'Go to the cart'))
  }
  return h('article', { class: 'product' },
    h('img', { class: 'product__image', src: product.image, alt: '', width: 400, height: 400 }),
    h('div', { class: 'product__text' },
      h('p', { class: 'crumbs' }, h('a', { href: '/' }, 'Shop')),
      h('h1', null, product.name),
      h('p', { class: 'product__price' }, price(product.price)),
      h('p', { class: 'product__description' }, product.description),
      h('div', { class: 'product__buy' },
        quantity.element,
        h('button', { type: 'button', class: 'button', onclick: add }, 'Add to cart'),
      ),
      added,
    ),
  )
}
