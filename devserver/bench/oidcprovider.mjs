// oidc-provider under the same load: node oidcprovider.mjs FOLDER ALG. Sessions are made, not logged in, as the other
// server's are. Its access tokens are JWTs for an API, as the other server's are.
import { createRequire } from 'node:module'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { pathToFileURL } from 'node:url'

// Its notices would get between us and the one line that is read.
console.log = console.info = console.warn = () => {}

const [folder, alg] = process.argv.slice(-2)
const load = async name => import(pathToFileURL(createRequire(folder + '/').resolve(name)))
const { Provider } = await load('oidc-provider')
const jose = await load('jose')

const { privateKey } = await jose.generateKeyPair(alg, { extractable: true })
const redirectURI = 'https://storezero.example/callback' // its web clients have no http
const api = 'https://api.storezero.example/'
const server = createServer()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${server.address().port}`
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'storezero', redirect_uris: [redirectURI], response_types: ['code'], grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none', id_token_signed_response_alg: alg,
  }],
  jwks: { keys: [{ ...await jose.exportJWK(privateKey), alg, use: 'sig' }] },
  claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  enabledJWA: { idTokenSigningAlgValues: [alg] },
  features: {
    webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({ audience: api, scope: 'read:orders', accessTokenFormat: 'jwt', jwt: { sign: { alg } } }),
    },
  },
  findAccount: (_, sub) => ({
    accountId: sub, claims: () => ({ sub, name: 'Ada Lovelace', email: 'ada@storezero.example', email_verified: true }),
  }),
  clientBasedCORS: () => true,
  cookies: { keys: undefined },
})
server.on('request', provider.callback())

const cookies = []
for (let i = 0; i < 8; i++) {
  const grant = new provider.Grant({ accountId: 'ada', clientId: 'storezero' })
  grant.addOIDCScope('openid profile email')
  grant.addResourceScope(api, 'read:orders')
  const session = new provider.Session({})
  session.accountId = 'ada'
  session.loginTs = Math.floor(Date.now() / 1000)
  session.ensureClientContainer('storezero')
  session.grantIdFor('storezero', await grant.save(3600))
  await session.save(3600)
  cookies.push(`${provider.cookieName('session')}=${session.id}`)
}
process.stdout.write(JSON.stringify({
  authorize: issuer + '/auth', token: issuer + '/token', cookies,
  params: { client_id: 'storezero', redirect_uri: redirectURI, scope: 'openid profile email read:orders', resource: api },
}) + '\n')
process.stdin.on('end', () => process.exit()).resume()
