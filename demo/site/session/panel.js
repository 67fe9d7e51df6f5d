// The session panel: the state of the session for those who try the
// demonstration out, docked at the bottom right of every page but the one that
// must not know of a session.

import { logIn, logOut, session } from './account.js'
import { now } from './clock.js'
import { h } from '../lib/dom.js'
import { countdown } from '../lib/format.js'
import { onIdleSwitch } from './onidle.js'
import { errorText, reasonText, statusText } from './text.js'
import { skipToWarning } from './skip.js'

const OPEN_KEY = 'storezero.panelOpen'

/** Adds the panel to `dock`. It stays hidden until the page asks for a session. */
export function mountPanel(dock) {
  const view = build()
  dock.append(view.element)
  const show = () => render(view, session.get())
  session.subscribe(show)
  // Deadlines are instants, so nothing is counted here: the clock is looked at.
  setInterval(() => document.visibilityState === 'visible' && show(), 1000)
  document.addEventListener('visibilitychange', show)
  show()
}

// Built once and changed in place: a button that is rebuilt each second cannot keep the focus.
function build() {
  const text = name => h('dd', { 'data-field': name })
  const error = h('p', { class: 'panel__error', role: 'alert', hidden: true })
  const button = (label, act, kind = '') => h('button', {
    type: 'button',
    class: `button button--small ${kind}`,
    hidden: true,
    onclick: () => act().then(() => tell(error, ''), cause => tell(error, errorText(cause))),
  }, label)
  const view = {
    error,
    badge: h('span', { class: 'panel__badge' }),
    left: h('span', { class: 'panel__left' }),
    user: text('user'),
    idle: text('idle'),
    absolute: text('absolute'),
    reason: h('p', { class: 'panel__reason', hidden: true }),
    trouble: h('p', { class: 'panel__error', hidden: true }),
    logIn: button('Log in', logIn),
    logOut: button('Log out', logOut, 'button--quiet'),
    skip: button('60 seconds before the end', () => skipToWarning(session.get())),
  }
  view.facts = h('dl', { class: 'panel__facts' },
    h('dt', null, 'User'), view.user,
    h('dt', null, 'Idle deadline'), view.idle,
    h('dt', null, 'Absolute deadline'), view.absolute,
  )
  const details = h('details', { class: 'panel__details', open: wasOpen() },
    h('summary', { class: 'panel__summary', onclick: () => rememberOpen(!details.open) },
      h('span', { class: 'panel__title' }, 'Session'), view.badge, view.left),
    h('div', { class: 'panel__body' },
      view.facts, view.reason, view.trouble,
      onIdleSwitch(),
      h('div', { class: 'panel__actions' }, view.logIn, view.skip, view.logOut),
      error,
    ),
  )
  view.element = h('aside', { class: 'panel', 'aria-label': 'Session', hidden: true }, details)
  return view
}

function render(view, { phase, failure, config, snapshot }) {
  view.element.hidden = phase === 'off'
  if (phase === 'off') return
  view.element.dataset.status = snapshot?.status ?? phase
  const status = snapshot?.status
  const signedIn = ['active', 'warning', 'idle'].includes(status)
  const deadlines = signedIn ? [snapshot.idleDeadline, snapshot.absoluteDeadline] : []
  const [idle, absolute] = deadlines.map(timeLeft)
  write(view.badge, { starting: 'Starting…', failed: 'Not available' }[phase] ?? statusText(snapshot))
  write(view.left, timeLeft(Math.min(...deadlines.filter(Boolean))))
  view.facts.hidden = phase === 'failed'
  write(view.user, snapshot?.user?.name ?? snapshot?.user?.sub ?? 'nobody')
  write(view.idle, idle || '–')
  write(view.absolute, absolute || '–')
  tell(view.reason, reasonText(snapshot?.reason) ?? '')
  tell(view.trouble, failure ?? (snapshot?.error ? errorText(snapshot.error) : ''))
  view.logIn.hidden = !['signedOut', 'ended', 'idle'].includes(status)
  view.logOut.hidden = !signedIn
  view.skip.hidden = status !== 'active' || !config?.controlUrl
}

// A snapshot has no deadline (0 or none) where no limit is set.
function timeLeft(deadline) {
  return deadline && Number.isFinite(deadline) ? countdown(deadline - now()) : ''
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function tell(element, text) {
  write(element, text)
  element.hidden = text === ''
}

// On a phone the panel would cover the shop, so it starts as a line there.
function wasOpen() {
  try {
    const remembered = sessionStorage.getItem(OPEN_KEY)
    if (remembered) return remembered === 'true'
  } catch {
    // Storage is blocked: the width alone decides.
  }
  return matchMedia('(min-width: 64rem)').matches
}

function rememberOpen(open) {
  try {
    sessionStorage.setItem(OPEN_KEY, String(open))
  } catch {
    // Storage is blocked: the panel opens by the width again after a reload.
  }
}
