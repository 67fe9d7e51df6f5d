// A page that uses auth0-spa-js as its README says.
const user = document.querySelector('#user')
const result = document.querySelector('#result')

async function start() {
  const { refreshTokens, ...options } = await (await fetch('/config.json')).json()
  const client = await auth0.createAuth0Client({ ...options, useRefreshTokens: refreshTokens, interactiveErrorHandler: 'popup' })
  if (new URLSearchParams(location.search).has('code')) {
    const { appState } = await client.handleRedirectCallback()
    history.replaceState({}, '', appState.returnTo)
  }
  const show = async () => { user.value = (await client.getUser())?.email ?? 'nobody' }
  const renew = () => client.getTokenSilently({ cacheMode: 'off' })
  const actions = {
    'Log in': () => client.loginWithRedirect({ appState: { returnTo: '/shop' } }),
    'Log in by popup': () => client.loginWithPopup(),
    'Renew': async () => { await renew() },
    'Renew 30 times': async () => {
      const tokens = new Set()
      for (let i = 0; i < 30; i++) tokens.add(await renew())
      return `${tokens.size} tokens`
    },
    'Step up': async () => {
      const acr_values = 'http://schemas.openid.net/pape/policies/2007/06/multi-factor'
      await client.getTokenSilently({ cacheMode: 'off', authorizationParams: { acr_values } })
      return (await client.getIdTokenClaims()).amr?.join()
    },
    'Log out': () => client.logout({ logoutParams: { returnTo: location.origin + '/' } }),
  }
  for (const button of document.querySelectorAll('button')) {
    button.onclick = async () => {
      result.value = 'working'
      try {
        result.value = `${button.textContent}: ${await actions[button.textContent]() ?? 'done'}`
      } catch (error) {
        result.value = `${button.textContent}: ${error.error ?? error}`
      }
      await show()
    }
  }
  await show()
}

start().catch(error => { user.value = `broken: ${error}` })
