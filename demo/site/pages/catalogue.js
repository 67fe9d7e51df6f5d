// The front page: every product, with its picture and its price.

import { addToCart } from '../shop/cart.js'
import { announce, h } from '../lib/dom.js'
import { price } from '../lib/format.js'
import { withProducts } from '../shop/products.js'

const PLACEHOLDERS = 9

export function cataloguePage(parameters, { signal, title }) {
  title('Shop')
  const list = h('ul', { class: 'grid' })
  withProducts(list, {
    signal,
    placeholder: Array.from({ length: PLACEHOLDERS }, placeholderCard),
    build: products => products.map(card),
  })
  return h('div', { class: 'page' },
    h('section', { class: 'hero' },
      h('div', { class: 'hero__text' },
        h('h1', null, 'Good things, and few of them.'),
        h('p', null, 'Nine pieces for the desk, the kitchen and the way to work. Made to be kept.'),
      ),
      h('img', { class: 'hero__picture', src: '/images/shelf.svg', alt: '', width: 460, height: 220 }),
    ),
    list,
  )
}

function card(product) {
  return h('li', { class: 'card' },
    h('a', { class: 'card__link', href: `/product/${encodeURIComponent(product.id)}` },
      h('img', { class: 'card__image', src: product.image, alt: '', width: 400, height: 400 }),
      h('h2', { class: 'card__name' }, product.name),
    ),
    h('p', { class: 'card__price' }, price(product.price)),
    h('button', {
      type: 'button',
      class: 'button button--card',
      'aria-label': `Add to cart: ${product.name}`,
      onclick: () => {
        addToCart(product.id, 1)
        announce(`${product.name} is in your cart.`)
      },
    }, 'Add to cart'),
  )
}

function placeholderCard() {
  return h('li', { class: 'card card--placeholder', 'aria-hidden': 'true' },
    h('div', { class: 'card__image' }),
    h('p', { class: 'card__name' }, '\u00a0'),
    h('p', { class: 'card__price' }, '\u00a0'),
    h('p', { class: 'button button--card' }, '\u00a0'),
  )
}
