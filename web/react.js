'use client'
// The session in React 18 and 19. Apps bundle this file; nothing here runs on a server but the first, loading render.
import { createContext, createElement, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
// @ts-ignore: the build puts it there
import { createSessionClient } from './dist/spa-session.js'

/** @typedef {import('./spa-session.d.ts').SessionClient} SessionClient */

/** What is known before there is a client, and on a server. */
const unknown = /** @type {import('./spa-session.d.ts').Snapshot} */ (
  Object.freeze({ status: 'loading', pending: false, offline: false })
)
const readUnknown = () => unknown
const endNothing = () => () => {}

const Context = createContext(/** @type {import('./react.d.ts').Session | undefined} */ (undefined))

/** @type {typeof import('./react.d.ts').SessionProvider} */
export function SessionProvider({ client: given, options, children }) {
  const [{ client, failure }, setMade] = useState(/** @type {{ client?: SessionClient, failure?: any }} */ ({}))
  // StrictMode runs this twice: both times it is the same client. It is never closed: the session outlives what shows it.
  useEffect(() => {
    let wanted = true
    const made = given ?? createSessionClient(options)
    Promise.resolve(made).then(
      (client) => wanted && setMade({ client }),
      (failure) => wanted && setMade({ failure }),
    )
    return () => {
      wanted = false
    }
  }, [given])
  const snapshot = useSyncExternalStore(client?.subscribe ?? endNothing, client?.getSnapshot ?? readUnknown, readUnknown)
  const session = useMemo(
    () => ({
      ...snapshot,
      error: snapshot.error ?? failure,
      client,
      isAuthenticated: snapshot.user !== undefined,
      isLoading: snapshot.status === 'loading' && !failure,
    }),
    [snapshot, client, failure],
  )
  return createElement(Context.Provider, { value: session }, children)
}

/** @type {typeof import('./react.d.ts').useSession} */
export function useSession() {
  const session = useContext(Context)
  if (!session) throw new Error('useSession: there is no SessionProvider above this component')
  return session
}

/** @type {typeof import('./react.d.ts').withLoginRequired} */
export function withLoginRequired(Component, { fallback, loginOptions } = {}) {
  /** @param {any} props */
  function LoginRequired(props) {
    const session = useSession()
    const { client, status, reason, user } = session
    const [error, setError] = useState(/** @type {any} */ (undefined))
    /** @param {SessionClient} client */
    const leave = (client) => {
      const returnTo = location.pathname + location.search + location.hash
      const more = typeof loginOptions === 'function' ? loginOptions() : loginOptions
      return client.loginWithRedirect({ appState: { returnTo }, ...more })
    }
    // Whoever has logged out, or sees another user's page, is not sent to log in unasked.
    const stranger = status === 'signedOut' && (!reason || reason === 'login_required')
    useEffect(() => {
      if (stranger && client) once(client, leave).catch(setError)
    }, [stranger, client])
    // Ended: what the user has not saved stays within reach, below the dialog.
    if (user || status === 'ended') return createElement(Component, props)
    if (!fallback) return null
    const logIn = async () => {
      setError(undefined)
      await (client && leave(client).catch(setError))
    }
    return createElement(fallback, { session, error: error ?? session.error, logIn })
  }
  LoginRequired.displayName = `withLoginRequired(${Component.displayName || Component.name || 'Component'})`
  return LoginRequired
}

/** @type {WeakMap<SessionClient, Promise<void>>} */
const leaving = new WeakMap()

/**
 * Several components of one page, and StrictMode, ask for the login at once: it is begun once.
 * @param {SessionClient} client
 * @param {(client: SessionClient) => Promise<void>} leave
 */
function once(client, leave) {
  const going = leaving.get(client) ?? leave(client)
  leaving.set(client, going)
  going.catch(() => leaving.delete(client))
  return going
}
