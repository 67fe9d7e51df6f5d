// Where a logout ends (post_logout_redirect_uri). This page must not ask the
// authorization server anything: a session check here could sign the user in
// again while the page says that they are signed out.
//
// Who came from an identity provider is still logged in there. The server keeps
// the way to log out there, too, until its next authorization request.

import { h } from '../lib/dom.js'
import { logInAgain } from '../session/account.js'
import { forgetProvider, rememberedProvider } from '../session/provider.js'
import { errorText } from '../session/text.js'

/** The query of this page after the logout at the provider. */
const EVERYWHERE = '?everywhere'

export function signedOutPage(parameters, { title }) {
  title('Signed out')
  const everywhere = location.search === EVERYWHERE
  if (everywhere) forgetProvider()
  const provider = rememberedProvider(`${location.origin}/signed-out${EVERYWHERE}`)
  return h('div', { class: 'page' },
    h('div', { class: 'message' },
      h('h1', null, everywhere ? 'You are signed out everywhere' : 'You are signed out'),
      h('p', null, 'The logout succeeded. What was in your cart is still there.'),
      provider && stillLoggedInAt(provider),
      h('div', { class: 'message__actions' },
        h('a', { class: 'button', href: '/' }, 'Back to the shop'),
        h('a', { class: 'button button--quiet', href: '/account' }, 'My Account'),
      ),
    ),
  )
}

function stillLoggedInAt({ connection, name, logoutURL }) {
  const failed = h('p', { class: 'error-text', role: 'alert' })
  const press = () => logInAgain(connection).catch(cause => failed.replaceChildren(errorText(cause)))
  return h('section', { class: 'provider', 'aria-label': name },
    h('p', null, `Your session at ${name} still lives: Log in takes one click and no password, also for whoever uses this browser next.`),
    h('div', { class: 'message__actions' },
      h('button', { type: 'button', class: 'button button--small', onclick: press }, 'Log in'),
      h('a', { class: 'button button--small button--quiet', href: logoutURL }, 'Log out there too'),
    ),
    failed,
  )
}
