// The checkout: works without an account. What is typed is kept in this tab,
// so that neither a session dialog nor a login on the way costs a word.

import { cart, emptyCart, linesOf, totalOf } from '../shop/cart.js'
import { fill, h } from '../lib/dom.js'
import { clearDraft, keepDraft } from '../shop/draft.js'
import { price } from '../lib/format.js'
import { withProducts } from '../shop/products.js'
import { emptyCartMessage } from './cart.js'

const COUNTRIES = ['Austria', 'Belgium', 'France', 'Germany', 'Ireland', 'Italy', 'Japan', 'Netherlands', 'Portugal', 'Spain']

export function checkoutPage(parameters, { signal, title }) {
  title('Checkout')
  const page = h('div', { class: 'page' })
  withProducts(page, {
    signal,
    placeholder: [h('h1', null, 'Checkout'), h('p', { class: 'message' }, 'Loading…')],
    build: products => linesOf(products).length === 0
      ? [h('h1', null, 'Checkout'), emptyCartMessage()]
      : [h('h1', null, 'Checkout'), checkout(page, products, { signal, title })],
  })
  return page
}

function checkout(page, products, { signal, title }) {
  const form = orderForm()
  form.addEventListener('submit', event => {
    event.preventDefault()
    const name = new FormData(form).get('name')
    emptyCart()
    clearDraft()
    title('Thank you')
    fill(page, ...thanks(name))
  })
  return h('div', { class: 'checkout' }, form, orderSummary(products, signal))
}

function orderForm() {
  const form = h('form', { class: 'form', autocomplete: 'on' },
    h('fieldset', null,
      h('legend', null, 'Who is it for?'),
      field('Full name', { name: 'name', autocomplete: 'name', required: true }),
      field('Email', { name: 'email', type: 'email', autocomplete: 'email', required: true }),
    ),
    h('fieldset', null,
      h('legend', null, 'Where does it go?'),
      field('Address', { name: 'address', autocomplete: 'street-address', required: true }),
      h('div', { class: 'form__pair' },
        field('Postcode', { name: 'postcode', autocomplete: 'postal-code', required: true }),
        field('City', { name: 'city', autocomplete: 'address-level2', required: true }),
      ),
      h('label', { class: 'field' }, h('span', null, 'Country'),
        h('select', { name: 'country', autocomplete: 'country-name' }, COUNTRIES.map(name => h('option', null, name)))),
      h('label', { class: 'field' }, h('span', null, 'A word for the courier (optional)'),
        h('textarea', { name: 'note', rows: 3, maxlength: 500 })),
    ),
    h('button', { class: 'button button--wide' }, 'Place the order'),
  )
  keepDraft(form)
  return form
}

function field(label, attributes) {
  return h('label', { class: 'field' }, h('span', null, label), h('input', { type: 'text', maxlength: 120, ...attributes }))
}

// The summary follows the cart, which another tab can change; the form beside it is never touched.
function orderSummary(products, signal) {
  const box = h('aside', { class: 'summary', 'aria-label': 'Your order' })
  const show = () => {
    const lines = linesOf(products)
    fill(box,
      h('h2', null, 'Your order'),
      h('ul', { class: 'summary__lines' }, lines.map(({ product, quantity }) => h('li', { class: 'summary__row' },
        h('span', null, `${quantity} × ${product.name}`), h('span', null, price(product.price * quantity))))),
      h('p', { class: 'summary__row' }, h('span', null, 'Total'), h('strong', { class: 'summary__total' }, price(totalOf(lines)))),
      h('p', { class: 'summary__note' }, 'A demonstration shop: nothing is charged and nothing is sent.'),
    )
  }
  cart.subscribe(show, signal)
  show()
  return box
}

function thanks(name) {
  return [h('div', { class: 'message' },
    h('h1', null, `Thank you, ${name}`),
    h('p', null, 'This is where a real shop would start packing. This one is a demonstration: nothing was charged, and nothing left this browser.'),
    h('a', { class: 'button', href: '/' }, 'Back to the shop'),
  )]
}
