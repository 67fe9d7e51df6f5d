// For addresses that name nothing.

import { h } from '../lib/dom.js'

export function notFoundPage(parameters, { title }) {
  title('Not found')
  return h('div', { class: 'page' }, notFound('There is nothing at this address.'))
}

export function notFound(text) {
  return h('div', { class: 'message' },
    h('h1', null, 'Not found'),
    h('p', null, text),
    h('a', { class: 'button', href: '/' }, 'Go to the shop'),
  )
}
