import { createSessionClient } from 'LIBRARY'

const create = ({ domain, clientId, audience, scope, idleTimeout }) =>
  createSessionClient({
    domain,
    clientId,
    authorizationParams: { redirect_uri: location.origin + '/callback', audience, scope },
    session: { idleTimeout },
  })
const cached = (client) => client.getTokenSilently()
const renew = (client) => client.getTokenSilently({ cacheMode: 'off', passive: false })
