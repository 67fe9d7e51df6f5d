// The live stream of requests, and the diagnostics.

import { h, reconcile, write } from './dom.js'
import { time } from './clock.js'

const maxRows = 80
let requests = []
let diagnostics = []
let paused = false

const pause = document.querySelector('#pause')
const expected = document.querySelector('#expected')

pause.addEventListener('click', () => {
  paused = !paused
  pause.ariaPressed = String(paused)
  show()
})
expected.addEventListener('change', show)

/** Adds requests, or the answers of those that are there already. */
export function addRequests(fresh) {
  const numbers = new Set(fresh.map(request => request.number))
  requests = [...requests.filter(request => !numbers.has(request.number)), ...fresh]
    .filter(request => !request.path.endsWith('/style.css'))
    .sort((a, b) => b.number - a.number).slice(0, maxRows)
  show()
}

export function setDiagnostics(list) {
  diagnostics = list.map((entry, number) => ({ ...entry, number })).reverse()
  show()
}

/** Forgets what was shown: the stream begins anew. */
export function clear() {
  requests = []
  show()
}

function show() {
  if (paused) return
  reconcile(document.querySelector('#requests'), requests, r => r.number, makeRequest, updateRequest)
  document.querySelector('#no-requests').hidden = requests.length > 0
  const refusals = diagnostics.filter(entry => expected.checked || !entry.expected)
  reconcile(document.querySelector('#diagnostics'), refusals, d => [d.number, d.time, d.path, d.error].join(' '), makeDiagnostic, () => {})
  document.querySelector('#no-diagnostics').hidden = refusals.length > 0
}

function makeRequest(request) {
  const status = h('span', { class: 'status' })
  const facts = Object.entries(request.params ?? {}).map(([name, values]) => [name, values.join(' ')])
  if (request.user_id) facts.push(['user', request.user_id])
  if (request.user_agent) facts.push(['User-Agent', request.user_agent])
  const element = h('li', {}, h('details', {},
    h('summary', {},
      h('time', {}, time(request.time)),
      h('span', { class: 'story' }, h('strong', {}, story(request)), ' ',
        h('span', { class: 'path' }, `${request.method} ${request.path}`), ' ',
        h('span', { class: 'client' }, request.client_id ?? '')),
      status,
    ),
    facts.length > 0
      ? h('dl', {}, ...facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]))
      : h('p', { class: 'hint' }, 'Without parameters.'),
  ))
  element.status = status
  return element
}

function updateRequest(element, { status }) {
  write(element.status, status === 0 ? '…' : String(status))
  element.status.title = status === 0 ? 'No answer yet, or the connection was broken' : ''
  element.dataset.kind = status === 0 ? 'open' : status >= 400 ? 'bad' : status >= 300 ? 'on' : 'good'
}

const stories = {
  '/oauth/token': params => ({
    authorization_code: 'Code exchanged', refresh_token: 'Refresh token exchanged', client_credentials: 'Machine asks for a token',
  })[params.grant_type?.[0]] ?? 'Token request',
  '/authorize': params => params.prompt?.[0] === 'none' ? 'Silent authentication' : 'Authorization request',
  '/login': 'Login page', '/login/mfa': 'Second factor', '/login/consent': 'Consent page', '/login/callback': 'Back from the IdP',
  '/userinfo': 'Userinfo', '/v2/logout': 'Logout', '/oidc/logout': 'Logout', '/oidc/logout/confirm': 'Logout question',
  '/v2/logout/callback': 'Back from the IdP’s logout', '/oauth/revoke': 'Refresh token revoked', '/oauth/par': 'Request pushed',
  '/.well-known/openid-configuration': 'Discovery', '/.well-known/jwks.json': 'Keys',
}

function story({ method, path, params }) {
  if (method === 'OPTIONS') return 'CORS preflight'
  const found = Object.hasOwn(stories, path) ? stories[path] : path.startsWith('/login/social/') ? 'Off to the IdP' : 'Request'
  return typeof found === 'function' ? found(params ?? {}) : found
}

function makeDiagnostic(entry) {
  return h('li', { 'data-kind': entry.expected ? 'good' : 'bad' },
    h('p', { class: 'diagnostic__head' }, h('time', {}, time(entry.time)), ' ', h('strong', {}, entry.error), ' ',
      h('span', { class: 'path' }, entry.path), ' ', h('span', { class: 'client' }, entry.client_id ?? '')),
    h('p', {}, entry.cause || entry.error_description),
    entry.cure ? h('p', { class: 'cure' }, h('span', {}, 'Mend it: '), entry.cure) : '',
  )
}
