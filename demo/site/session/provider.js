// The identity provider that this tab's user came from. A logout ends the
// sessions of the shop and of the authorization server; the provider's own
// lives on, and the page after the logout has nobody to ask which it was.

const KEY = 'storezero.provider'

/** Notes it while somebody is logged in. `auth0|…` is a user with a password of the authorization server. */
export function rememberProvider({ user }, { domain, clientId }) {
  if (!user?.sub) return
  const [connection, id] = user.sub.split('|')
  if (!id || connection === 'auth0') forgetProvider()
  else store(JSON.stringify({ connection, domain, clientId }))
}

/** `{connection, name, logoutURL}`, or null. `logoutURL` ends the provider's session, and comes back to `returnTo`. */
export function rememberedProvider(returnTo) {
  const { connection, domain, clientId } = parsed() ?? {}
  const logout = URL.parse('v2/logout', `${domain}/`)
  if (!connection || !/^https?:$/.test(logout?.protocol)) return null
  // `federated` is a name without a value, which URLSearchParams cannot write.
  logout.search = `federated&${new URLSearchParams({ client_id: clientId, returnTo })}`
  return { connection, name: connection.charAt(0).toUpperCase() + connection.slice(1), logoutURL: logout.href }
}

export function forgetProvider() {
  store(null)
}

function store(text) {
  try {
    if (text === null) sessionStorage.removeItem(KEY)
    else sessionStorage.setItem(KEY, text)
  } catch {
    // Storage is blocked: the page after the logout does not name the provider.
  }
}

function parsed() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY))
  } catch {
    return null
  }
}
