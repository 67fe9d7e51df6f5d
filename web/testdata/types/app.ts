// What an app may write, and what it may not. Nothing here runs: that it compiles is the assertion.
import { createSessionClient, SessionError, version, type Snapshot } from '../../spa-session.js'

const client = await createSessionClient({
  domain: 'shop.eu.auth0.com',
  clientId: 'shop',
  authorizationParams: { redirect_uri: 'https://shop.example/callback', max_age: 3600, ui_locales: 'fr' },
  session: { idleTimeout: 300, onIdle: 'showLogin' },
  modal: { strings: { continueLabel: 'Stay', secondsLeft: { one: '{n} second', other: '{n} seconds' } }, announceAt: [30] },
  logger: console,
  now: Date.now,
  openUrl: (url) => location.replace(url),
})

await client.loginWithRedirect({ appState: { target: '/orders' } })
const { appState } = await client.handleRedirectCallback<{ target: string }>()
const target: string | undefined = appState?.target

const token: string | undefined = await client.getTokenSilently()
const detailed = await client.getTokenSilently({ detailedResponse: true, cacheMode: 'off', passive: false, touch: true })
const seconds: number | undefined = detailed?.expires_in

const email: string | undefined = (await client.getUser())?.email
const raw: string | undefined = (await client.getIdTokenClaims())?.__raw

const { subscribe, getSnapshot } = client
const end: () => void = subscribe(() => show(getSnapshot()))
client.on('lifetimeMismatch', ({ observedIdle }) => console.log(observedIdle * 2))
client.on('crash', (error) => show(error.code === 'crashed' ? client.getSnapshot() : undefined))
await client.logout({ logoutParams: { returnTo: 'https://shop.example/signed-out' }, openUrl: false })

function show(snapshot: Snapshot | undefined) {
  if (snapshot?.error instanceof SessionError && snapshot.error.retryable) console.log(snapshot.error.error_description)
}

await createSessionClient({
  domain: 'shop.eu.auth0.com',
  clientId: 'shop',
  session: { idleTimeout: 300, refreshExtendsSession: true },
  silent: { fallback: 'refresh' },
  useRefreshTokens: true,
  useDpop: true,
  cache: { get: () => undefined, set: async () => {}, remove: () => true },
})
await client.getTokenSilently({ signal: AbortSignal.timeout(1000) })
await client.revokeRefreshToken({ audience: 'https://api.shop.example' })
const orders: Response = await client.createFetcher({ baseUrl: '/api/' }).fetchWithAuth('orders', { method: 'POST' }, { scope: 'read:orders' })

// @ts-expect-error: there is no such place
createSessionClient({ clientId: 'shop', session: false, cacheLocation: 'sessionstorage' })
// @ts-expect-error: a cache has set and remove, too
createSessionClient({ clientId: 'shop', session: false, cache: { get: () => null } })
// @ts-expect-error: session must be given
createSessionClient({ domain: 'shop.eu.auth0.com', clientId: 'shop' })
// @ts-expect-error: idleTimeout must be given
createSessionClient({ domain: 'shop.eu.auth0.com', clientId: 'shop', session: {} })
// @ts-expect-error: there is no such option
createSessionClient({ clientId: 'shop', session: false, useImplicitFlow: true })
// @ts-expect-error: there is no such text
createSessionClient({ clientId: 'shop', session: false, modal: { strings: { continuelabel: '' } } })
// @ts-expect-error: there is no such event
client.on('chnage', () => {})
// @ts-expect-error: snapshots are not altered
client.getSnapshot().status = 'active'
// @ts-expect-error: apps make no errors of ours
new SessionError('mine')
// @ts-expect-error: codes are known
show(client.getSnapshot().error?.code === 'no_such_code' ? undefined : undefined)

export { detailed, email, end, orders, raw, seconds, target, token, version }
