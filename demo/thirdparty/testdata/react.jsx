// The same page with auth0-react.
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Auth0Provider, useAuth0 } from '@auth0/auth0-react'

const multiFactor = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'

function Page() {
  const auth0 = useAuth0()
  const [result, setResult] = useState('')
  const renew = () => auth0.getAccessTokenSilently({ cacheMode: 'off' })
  const actions = {
    'Log in': () => auth0.loginWithRedirect({ appState: { returnTo: '/shop' } }),
    'Log in by popup': () => auth0.loginWithPopup(),
    'Renew': async () => { await renew() },
    'Renew 30 times': async () => {
      const tokens = new Set()
      for (let i = 0; i < 30; i++) tokens.add(await renew())
      return `${tokens.size} tokens`
    },
    'Step up': async () => {
      await auth0.getAccessTokenSilently({ cacheMode: 'off', authorizationParams: { acr_values: multiFactor } })
      return (await auth0.getIdTokenClaims()).amr?.join()
    },
    'Log out': () => auth0.logout({ logoutParams: { returnTo: location.origin + '/' } }),
  }
  const act = name => async () => {
    setResult('working')
    try {
      setResult(`${name}: ${await actions[name]() ?? 'done'}`)
    } catch (error) {
      setResult(`${name}: ${error.error ?? error}`)
    }
  }
  if (auth0.isLoading) return <p>Loading</p>
  return <>
    <p><output id="user">{auth0.error ? `broken: ${auth0.error}` : auth0.user?.email ?? 'nobody'}</output></p>
    <p><output id="result">{result}</output></p>
    {Object.keys(actions).map(name => <button key={name} onClick={act(name)}>{name}</button>)}
  </>
}

const { refreshTokens, ...options } = await (await fetch('/config.json')).json()
createRoot(document.querySelector('#root')).render(
  <Auth0Provider {...options} useRefreshTokens={refreshTokens} interactiveErrorHandler="popup"
    onRedirectCallback={({ returnTo }) => history.replaceState({}, '', returnTo)}>
    <Page />
  </Auth0Provider>)
