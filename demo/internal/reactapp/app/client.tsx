// In the page: takes over what the server has rendered.
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { App } from './App.js'
import { optionsFrom, type Config } from './options.js'

const config: Config = await (await fetch('/config.json')).json()
hydrateRoot(
  document.getElementById('root')!,
  <StrictMode>
    <App options={optionsFrom(config)} />
  </StrictMode>,
)
