// Trades the token that the server printed for a cookie.

import { call } from './api.js'

const form = document.querySelector('#unlock')

form.addEventListener('submit', async event => {
  event.preventDefault()
  const problem = document.querySelector('#problem')
  problem.textContent = ''
  try {
    await call('POST', 'login', { token: form.elements.token.value.trim() })
    location.reload()
  } catch (error) {
    problem.textContent = error.message
    form.elements.token.select()
  }
})
