// The sessions of the three layers: one row for each chain of application, authorization server and identity provider.

import { act, call } from './api.js'
import { bar, setBar } from './bars.js'
import { serverNow } from './clock.js'
import { clone, h, reconcile, write } from './dom.js'

const maxEnded = 5
const firstSeen = new Map() // a chain's key to its place: rows must not jump when something happens in one

export function showSessions(state) {
  const all = chains(state)
  document.querySelector('#no-chains').hidden = all.length > 0
  const older = state.total_sessions - state.sessions.length
  document.querySelector('#more-sessions').hidden = older === 0
  write(document.querySelector('#more-sessions'), `and ${older} older AS sessions: GET sessions lists them all`)
  reconcile(document.querySelector('#chains'), all, chain => chain.key, makeChain, updateChain)
}

/** Puts what belongs together into one row: an AS session, the tokens it gave, the IdP session that it came from. */
function chains({ sessions, tokens, idp, users }) {
  const rows = new Map()
  const row = (key, sub) => rows.get(key) ?? rows.set(key, { key, sub, user: users[sub] ?? sub, local: [] }).get(key)
  for (const session of sessions) row(session.id, session.user_id).as = session
  for (const token of tokens) row(token.session_id, token.user_id).local.push(token)
  for (const [i, session] of idp.entries()) {
    const own = [...rows.values()].filter(({ sub }) => sub.endsWith('|' + session.user_id))
    const owner = own.find(chain => chain.as) ?? own.at(-1) ?? row(`idp ${session.user_id} ${i}`, session.email)
    owner.idp ??= session
  }
  for (const key of rows.keys()) firstSeen.has(key) || firstSeen.set(key, firstSeen.size)
  const ordered = [...rows.values()].sort((a, b) => firstSeen.get(b.key) - firstSeen.get(a.key))
  let ended = 0
  return ordered.filter(chain => chain.as || chain.idp || ended++ < maxEnded)
}

function makeChain() {
  const element = clone('chain')
  const lane = name => element.querySelector(`.lane.${name} .lane__body`)
  element.lanes = { local: lane('local'), as: lane('as'), idp: lane('idp') }
  return element
}

function updateChain(element, chain) {
  element.dataset.state = chain.as ? 'alive' : 'ended'
  write(element.querySelector('.who__mark'), (chain.user[0] ?? '?').toUpperCase())
  write(element.querySelector('h3'), chain.user)
  write(element.querySelector('.who p'), [chain.user === chain.sub ? '' : chain.sub, browserOf(chain.as)].filter(Boolean).join(' · '))
  reconcile(element.lanes.local, chain.local, token => token.client_id + ' ' + (token.audience ?? ''), makeTokens, updateTokens)
  empty(element.lanes.local, 'No tokens were issued, or all have expired.')
  reconcile(element.lanes.as, chain.as ? [chain.as] : [], () => 'as', makeSession, updateSession)
  empty(element.lanes.as, 'Ended. Tokens live on until they expire: the application must notice.')
  reconcile(element.lanes.idp, chain.idp ? [chain.idp] : [], () => 'idp', makeProvider, updateProvider)
  empty(element.lanes.idp, chain.sub.startsWith('auth0|') ? 'None: logged in with email and password.' : 'None.')
}

function empty(lane, text) {
  if (lane.children.length === 0) lane.append(h('p', { class: 'hint', 'data-key': 'empty' }, text))
}

function makeTokens() {
  const element = h('div', { class: 'entry' })
  element.named = h('p', { class: 'entry__name' })
  element.bars = h('div')
  element.append(element.named, element.bars)
  return element
}

function updateTokens(element, token) {
  write(element.named, token.client_id)
  const bars = [
    token.id_token_expires_at && { name: 'ID token', from: token.issued_at, until: token.id_token_expires_at },
    { name: 'Access token', from: token.issued_at, until: token.access_token_expires_at },
    ...token.refresh_tokens.map(family => ({
      name: `Refresh token, ${ordinal(family.generation)}`, id: family.id, from: family.created_at, until: family.expires_at,
    })),
  ].filter(Boolean)
  reconcile(element.bars, bars, ({ id, name }) => id ?? name, makeTokenBar, (part, item) => {
    write(part.querySelector('.bar__name'), item.name)
    if (item.until) setBar(part.querySelector('.bar'), item.from, item.until)
  })
}

function makeTokenBar({ id, name, until }) {
  const part = h('div', { class: 'token' }, until ? bar(name) : h('p', { class: 'bar__name' }, name))
  if (id) {
    part.append(h('button', {
      type: 'button', class: 'quiet small',
      onclick: () => act(() => call('DELETE', 'refresh-tokens/' + encodeURIComponent(id)), 'The refresh token is revoked'),
    }, 'Revoke'))
  }
  return part
}

const ordinal = n => `${n}${['th', 'st', 'nd', 'rd'][n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? 'th'} generation`

function makeSession(session) {
  const path = 'sessions/' + encodeURIComponent(session.id)
  const left = () => Math.ceil((Math.min(Date.parse(element.session.idle_expires_at), Date.parse(element.session.expires_at)) - serverNow()) / 1000)
  const age = (seconds, done) => act(() => call('POST', path + '/age', { seconds: Math.max(1, seconds) }), done)
  const button = (text, onclick, kind = '') => h('button', { type: 'button', class: 'small ' + kind, onclick }, text)
  const element = h('div', { class: 'entry' })
  element.idle = bar('Idle')
  element.absolute = bar('Absolute')
  element.facts = h('p', { class: 'hint' })
  element.append(element.idle, element.absolute, element.facts, h('div', { class: 'buttons' },
    button('1 min older', () => age(60, 'The session is a minute older')),
    button('To its last minute', () => age(left() - 60, 'The session has a minute left')),
    button('Let it expire', () => age(left(), 'The session has expired')),
    button('End', () => act(() => call('DELETE', path), 'The session is ended'), 'danger'),
  ))
  return element
}

function updateSession(element, session) {
  element.session = session
  setBar(element.idle, session.last_interacted_at, session.idle_expires_at)
  setBar(element.absolute, session.authenticated_at, session.expires_at)
  write(element.facts, [
    session.clients?.length ? 'for ' + session.clients.join(', ') : 'no application yet',
    session.persistent ? '' : 'dies with the browser',
    session.mfa_at ? 'second factor passed' : '',
  ].filter(Boolean).join(' · '))
}

function makeProvider(session) {
  const element = h('div', { class: 'entry' })
  element.bar = bar('Signed in there')
  element.append(element.bar, h('div', { class: 'buttons' }, h('button', {
    type: 'button', class: 'small danger',
    onclick: () => act(() => call('DELETE', 'idp/sessions/' + encodeURIComponent(session.user_id)), 'The IdP session is ended'),
  }, 'End')))
  return element
}

function updateProvider(element, session) { setBar(element.bar, session.created_at, session.expires_at) }

// The usual words of a User-Agent, or its beginning: it is anybody's text.
function browserOf(session) {
  const agent = session?.last_device.user_agent
  if (!agent) return session ? 'no browser yet' : ''
  const name = agent.match(/(Firefox|Edg|OPR|Chrome|Safari)\/(\d+)/)
  const system = agent.match(/Windows|Android|iPhone|iPad|Mac OS X|Linux/)
  return name ? `${{ Edg: 'Edge', OPR: 'Opera' }[name[1]] ?? name[1]} ${name[2]}${system ? ' on ' + system[0] : ''}` : agent.slice(0, 60)
}
