import { createSessionClient } from '/spa-session/spa-session.js'
import { now } from './clock.js'
import { onIdle } from './onidle.js'

export function startSession({ domain, clientId, audience, idleTimeout, absoluteTimeout }, onRedirectCallback) {
  return createSessionClient({
    domain,
    clientId,
    authorizationParams: { redirect_uri: `${location.origin}/callback`, audience, scope: 'openid profile email read:orders' },
    session: {
      idleTimeout,
      absoluteTimeout,
      onIdle: onIdle(),
      landingUrl: `${location.origin}/signed-out`,
      guard: 'main',
    },
    onRedirectCallback,
    now,
  })
}
