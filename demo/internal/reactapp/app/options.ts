import type { SessionClientOptions } from 'spa-session'
import { navigate } from './path.js'

/** What the server says of itself in /config.json. */
export interface Config {
  domain: string
  clientId: string
  audience: string
  idleTimeout: number
}

export function optionsFrom({ domain, clientId, audience, idleTimeout }: Config): SessionClientOptions {
  return {
    domain,
    clientId,
    authorizationParams: { redirect_uri: `${location.origin}/callback`, audience },
    session: { idleTimeout },
    onRedirectCallback: (appState: { returnTo?: string } | undefined) => navigate(appState?.returnTo ?? '/'),
  }
}
