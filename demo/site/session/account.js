// The session as the shop's pages see it. The session client is made when a
// page first asks for it, and everything that can go wrong on the way ends as
// the phase `failed`: the shop sells on without accounts.

import { createStore } from '../lib/store.js'
import { navigate } from '../lib/router.js'
import { getJSON } from '../lib/http.js'
import { rememberProvider } from './provider.js'
import { errorText } from './text.js'

/** `{phase: off | starting | failed | ready, failure, client, config, snapshot}` */
export const session = createStore({ phase: 'off' })

let started

/** Makes the session client, if there is none yet. Failures are told in `session`. */
export function ensureSession() {
  return started ??= start()
}

/** Leaves for the authorization server, and comes back to the present page. */
export function logIn() {
  return session.get().client.loginWithRedirect({ appState: { returnTo: location.pathname } })
}

/** Logs in by the identity provider that the user came from: while its session lives, it asks nothing. */
export async function logInAgain(connection) {
  await ensureSession()
  const { client, failure } = session.get()
  if (!client) throw new Error(failure)
  await client.loginWithRedirect({ appState: { returnTo: '/account' }, authorizationParams: { connection } })
}

/** Ends the session everywhere, and lands on the page that says so. */
export function logOut() {
  return session.get().client.logout({ logoutParams: { returnTo: `${location.origin}/signed-out` } })
}

async function start() {
  session.set({ phase: 'starting' })
  try {
    const config = await getJSON('/config.json')
    const { startSession } = await loadModule()
    const client = await startSession(config, appState => navigate(localPath(appState?.returnTo), { replace: true }))
    const publish = () => {
      const snapshot = client.getSnapshot()
      rememberProvider(snapshot, config)
      session.set({ phase: 'ready', client, config, snapshot })
    }
    client.subscribe(publish)
    publish()
  } catch (cause) {
    console.warn('storezero: the session client did not start.', cause)
    // One login that failed says nothing about the next: the page that follows may try again.
    if (location.pathname === '/callback') started = undefined
    session.set({ phase: 'failed', failure: errorText(cause) })
  }
}

async function loadModule() {
  try {
    return await import('./session.js')
  } catch (cause) {
    throw new Error('The session module /spa-session/spa-session.js could not be loaded.', { cause })
  }
}

/** Keeps `returnTo` to this origin: what a login brings back must not lead away from the shop. */
export function localPath(returnTo) {
  if (typeof returnTo !== 'string') return '/'
  const url = URL.parse(returnTo, location.origin)
  if (url?.origin !== location.origin) return '/'
  return url.pathname + url.search + url.hash
}
