// Where a logout ends (post_logout_redirect_uri). This page must not ask the
// authorization server anything: a session check here could sign the user in
// again while the page says that they are signed out.

import { h } from '../lib/dom.js'

export function signedOutPage(parameters, { title }) {
  title('Signed out')
  return h('div', { class: 'page' },
    h('div', { class: 'message' },
      h('h1', null, 'You are signed out'),
      h('p', null, 'The logout succeeded. What was in your cart is still there.'),
      h('div', { class: 'message__actions' },
        h('a', { class: 'button', href: '/' }, 'Back to the shop'),
        h('a', { class: 'button button--quiet', href: '/account' }, 'My Account'),
      ),
    ),
  )
}
