// The redirect_uri. The session client finds the authorization server's answer
// in this address by itself; the page says what is going on meanwhile.

import { session } from '../session/account.js'
import { fill, h } from '../lib/dom.js'
import { navigate } from '../lib/router.js'
import { errorText } from '../session/text.js'

export function callbackPage(parameters, { signal, title }) {
  title('Signing you in')
  const body = h('div', { class: 'message', role: 'status' })
  const show = state => fill(body, ...contentFor(state))
  session.subscribe(show, signal)
  show(session.get())
  return h('div', { class: 'page' }, body)
}

function contentFor({ phase, failure, snapshot }) {
  if (phase === 'failed') return problem(failure)
  if (phase !== 'ready') return [h('h1', null, 'Signing you in…')]
  if (snapshot.error) return problem(errorText(snapshot.error))
  if (snapshot.status === 'loading') return [h('h1', null, 'Signing you in…')]
  // Nothing was to be handled here: an old bookmark, or the Back button after a login.
  queueMicrotask(() => location.pathname === '/callback' && navigate('/account', { replace: true }))
  return []
}

function problem(text) {
  return [
    h('h1', null, 'The login did not succeed'),
    h('p', null, text),
    h('div', { class: 'message__actions' },
      h('a', { class: 'button', href: '/account' }, 'Go to My Account'),
      h('a', { class: 'button button--quiet', href: '/' }, 'Back to the shop'),
    ),
  ]
}
