import { createAuth0Client } from 'LIBRARY'

const create = ({ domain, clientId, audience, scope }) =>
  createAuth0Client({
    domain,
    clientId,
    authorizationParams: { redirect_uri: location.origin + '/callback', audience, scope },
  })
const cached = (client) => client.getTokenSilently()
const renew = (client) => client.getTokenSilently({ cacheMode: 'off' })
