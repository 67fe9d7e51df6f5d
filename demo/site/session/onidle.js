// The switch of `session.onIdle`: what happens once the deadline has passed.
// The client is told at its start, so another choice takes a reload.

import { h } from '../lib/dom.js'

const KEY = 'storezero.onIdle'

const choices = {
  recheck: 'ask at a press',
  recheckOnFocus: 'ask on return, too',
  showLogin: 'offer the login',
  redirect: 'leave for the landing page',
}

/** The choice as it stands; `recheck` where none was made. */
export function onIdle() {
  try {
    const kept = localStorage.getItem(KEY)
    return Object.hasOwn(choices, kept) ? kept : 'recheck'
  } catch {
    return 'recheck' // storage is blocked
  }
}

/** The switch, as the session panel shows it. */
export function onIdleSwitch() {
  const chosen = onIdle()
  const select = h('select', { id: 'on-idle', onchange: () => choose(select.value) },
    Object.entries(choices).map(([value, words]) => h('option', { value, selected: value === chosen }, words)))
  return h('div', { class: 'panel__choice' }, h('label', { for: 'on-idle' }, 'When idle'), select)
}

function choose(value) {
  try {
    localStorage.setItem(KEY, value)
  } finally {
    location.reload()
  }
}
