// storezero: a small storefront that works logged out, and has an account
// area behind a login.

import { ensureSession, session } from './session/account.js'
import { cart } from './shop/cart.js'
import { notify } from './lib/notices.js'
import { mountPanel } from './session/panel.js'
import { errorText } from './session/text.js'
import { route, startRouter } from './lib/router.js'
import { accountPage, ordersPage } from './pages/account.js'
import { callbackPage } from './pages/callback.js'
import { cartPage } from './pages/cart.js'
import { cataloguePage } from './pages/catalogue.js'
import { checkoutPage } from './pages/checkout.js'
import { notFoundPage } from './pages/not-found.js'
import { productPage } from './pages/product.js'
import { signedOutPage } from './pages/signed-out.js'

// The landing page after a logout asks nobody anything: no session client there.
route('/signed-out', signedOutPage)
route('/', withSession(cataloguePage))
route('/product/:id', withSession(productPage))
route('/cart', withSession(cartPage))
route('/checkout', withSession(checkoutPage))
route('/account', withSession(accountPage))
route('/account/orders', withSession(ordersPage))
route('/callback', withSession(callbackPage))
route('/.*', withSession(notFoundPage))

showCartCount()
cart.subscribe(showCartCount)
session.subscribe(showSessionTrouble)
mountPanel(document.querySelector('#dock'))
startRouter()

function withSession(page) {
  return (parameters, context) => {
    const element = page(parameters, context)
    ensureSession()
    return element
  }
}

function showCartCount() {
  const count = [...cart.get().values()].reduce((sum, quantity) => sum + quantity, 0)
  const badge = document.querySelector('#cart-count')
  badge.textContent = count === 0 ? '' : String(count)
}

// Once a session is `ready`, its own dialog and the panel tell the rest; what
// keeps a page from knowing whether anybody is logged in is told here.
function showSessionTrouble({ phase, failure, snapshot }) {
  if (location.pathname === '/callback') return // That page is about nothing else.
  if (phase === 'failed') {
    notify('session', `The shop works, but logging in is not possible at the moment. ${failure}`, { reload: true })
  } else if (phase === 'ready' && snapshot.status === 'loading' && snapshot.error) {
    notify('session', `The shop works, but your session could not be checked. ${errorText(snapshot.error)}`)
  } else {
    notify('session', null)
  }
}
