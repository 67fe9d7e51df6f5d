// My Account and its All Orders: for those who are logged in.

import { logIn, logOut, session } from '../session/account.js'
import { fill, h } from '../lib/dom.js'
import { errorText, reasonText } from '../session/text.js'
import { orderList } from '../shop/orders.js'

export function accountPage(parameters, { signal, title }) {
  title('My Account')
  return behindLogin('My Account', signal, ({ snapshot }) => profile(snapshot.user))
}

export function ordersPage(parameters, { signal, title }) {
  title('All Orders')
  return behindLogin('All Orders', signal, ({ client }) => orderList(client, signal))
}

// What is shown depends on the gate alone, so a snapshot that only moves a
// deadline leaves the page as it is.
function behindLogin(heading, signal, content) {
  const body = h('div', null)
  let shown
  const show = state => {
    const gate = gateOf(state)
    if (gate === shown) return
    shown = gate
    if (gate.startsWith('open')) fill(body, content(state))
    else fill(body, closed(gate, state))
  }
  session.subscribe(show, signal)
  show(session.get())
  return h('div', { class: 'page' }, h('h1', null, heading), body)
}

function gateOf({ phase, failure, snapshot }) {
  if (phase === 'failed') return `failed ${failure}`
  if (phase !== 'ready') return 'checking'
  switch (snapshot.status) {
    case 'active':
    case 'warning':
    case 'idle':
      return `open ${snapshot.user?.sub}`
    case 'loading':
      return snapshot.error ? `unknown ${snapshot.error.code}` : 'checking'
    default:
      return `login ${snapshot.status} ${snapshot.reason ?? ''}`
  }
}

function closed(gate, { failure, snapshot }) {
  if (gate === 'checking') return h('p', { class: 'message', role: 'status' }, 'Checking your session…')
  if (gate.startsWith('failed')) {
    return h('div', { class: 'message message--error' },
      h('p', null, `Logging in is not possible at the moment. ${failure}`),
      h('button', { type: 'button', class: 'button', onclick: () => location.reload() }, 'Reload the page'))
  }
  if (gate.startsWith('unknown')) {
    return h('div', { class: 'message message--error' },
      h('p', null, `Your session could not be checked. ${errorText(snapshot.error)}`),
      logInButton())
  }
  return h('div', { class: 'message' },
    h('p', null, reasonText(snapshot.reason) ?? 'Log in to see your account and your orders.'),
    logInButton())
}

function logInButton() {
  return actionButton('Log in', logIn)
}

function actionButton(label, act, kind = '') {
  const failed = h('p', { class: 'error-text', role: 'alert' })
  const press = () => act().catch(cause => failed.replaceChildren(cause.message))
  return h('div', { class: 'action' }, h('button', { type: 'button', class: `button ${kind}`, onclick: press }, label), failed)
}

function profile(user) {
  return h('div', { class: 'profile' },
    h('p', { class: 'profile__initial', 'aria-hidden': 'true' }, (user.name ?? user.email ?? user.sub).charAt(0).toUpperCase()),
    h('div', null,
      h('p', { class: 'profile__name' }, user.name ?? user.sub),
      user.email && h('p', { class: 'profile__email' }, user.email),
    ),
    h('nav', { class: 'profile__links', 'aria-label': 'Account' },
      h('a', { class: 'button', href: '/account/orders' }, 'All Orders')),
    actionButton('Log out', logOut, 'button--quiet'),
  )
}
