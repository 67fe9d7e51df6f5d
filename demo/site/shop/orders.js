// The customer's orders, from the shop's API: a resource server that takes an
// access token and knows nothing of the session behind it.

import { fill, h } from '../lib/dom.js'
import { day, price } from '../lib/format.js'
import { getJSON } from '../lib/http.js'
import { errorText } from '../session/text.js'

/** An element that fills itself with the orders, or says why it cannot. */
export function orderList(client, signal) {
  const body = h('div', { class: 'orders' })
  const load = async () => {
    fill(body, h('p', { class: 'message', role: 'status' }, 'Loading your orders…'))
    try {
      const orders = await fetchOrders(client, signal)
      if (!signal.aborted) fill(body, orders.length === 0 ? noOrders() : h('ul', { class: 'orders__list' }, orders.map(orderCard)))
    } catch (cause) {
      if (!signal.aborted) fill(body, problem(cause, load))
    }
  }
  load()
  return body
}

async function fetchOrders(client, signal) {
  const token = await client.getTokenSilently()
  return getJSON('/api/orders', { headers: { Authorization: `Bearer ${token}` }, signal })
}

function problem(cause, retry) {
  const text = cause.status === 401
    ? `The shop did not accept the access token. ${cause.message}`
    : errorText(cause)
  return h('div', { class: 'message message--error', role: 'alert' },
    h('h2', null, 'Your orders could not be loaded'),
    h('p', null, text),
    h('button', { type: 'button', class: 'button', onclick: retry }, 'Try again'),
  )
}

function noOrders() {
  return h('p', { class: 'message' }, 'You have not ordered anything yet.')
}

function orderCard({ id, date, status, total, items }) {
  return h('li', { class: 'order' },
    h('div', { class: 'order__head' },
      h('h2', { class: 'order__id' }, `Order ${id}`),
      h('p', { class: `order__status order__status--${status}` }, status),
    ),
    h('p', { class: 'order__date' }, h('time', { datetime: date }, day(date))),
    h('ul', { class: 'order__items' }, items.map(({ productId, name, quantity }) => h('li', null,
      h('a', { href: `/product/${encodeURIComponent(productId)}` }, `${quantity} × ${name}`)))),
    h('p', { class: 'order__total' }, price(total)),
  )
}
