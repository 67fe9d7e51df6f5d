// On a server: renders what is known without a user.
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { App } from './App.js'

export const html = renderToString(
  <StrictMode>
    <App options={{ domain: 'tenant.example', clientId: 'shop', session: false }} />
  </StrictMode>,
)
