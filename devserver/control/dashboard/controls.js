// Clock, settings, faults, snapshots, and the login of this browser.

import { act, call } from './api.js'
import { duration, isFrozen, offsetText } from './clock.js'
import { h, reconcile, write } from './dom.js'

const $ = selector => document.querySelector(selector)
const form = $('#settings')
const presets = [...document.querySelectorAll('#presets input')]
let faults = []

export function showControls(state) {
  write($('#offset'), offsetText(state.clock))
  $('#offset').dataset.moved = String(offsetText(state.clock) !== 'real time')
  $('#freeze').ariaPressed = String(isFrozen())
  showSettings(state.settings)
  showFaults(state.faults)
  reconcile($('#snapshots'), [...state.snapshots].reverse(), s => s.id, makeSnapshot, () => {})
}

// Clock

$('#clock').addEventListener('click', ({ target }) => {
  const seconds = Number(target.dataset.advance)
  if (seconds) act(() => call('POST', 'clock', { advance_seconds: seconds }), `The clock moved by ${target.textContent.slice(1)}`)
})
$('#freeze').addEventListener('click', () => act(() => call('POST', 'clock', { frozen: !isFrozen() }), 'Done'))
$('#real').addEventListener('click', () => act(() => call('POST', 'clock', { real: true }), 'The clock shows real time'))

// Settings

// What somebody is typing is not overwritten.
function showSettings(settings) {
  if (form.contains(document.activeElement) && form.dataset.touched) return
  for (const [name, value] of Object.entries(settings)) form.elements[name].value = value
  sayDurations()
}

function sayDurations() {
  for (const [field, text] of [['idle', 'idle-text'], ['absolute', 'absolute-text']]) {
    write($('#' + text), duration($('#' + field).value))
  }
}

form.addEventListener('input', () => {
  form.dataset.touched = 'true'
  sayDurations()
})
form.addEventListener('submit', event => {
  event.preventDefault()
  const { idle_seconds, absolute_seconds, plan, cookie_mode, mfa } = Object.fromEntries(new FormData(form))
  act(async () => {
    await call('POST', 'settings', { idle_seconds: Number(idle_seconds), absolute_seconds: Number(absolute_seconds), plan, cookie_mode, mfa })
    delete form.dataset.touched
  }, 'The settings are applied')
})

// Faults

// The same order, however it is spelled.
const canonical = order => JSON.stringify(order, (_, value) => value && typeof value === 'object' && !Array.isArray(value)
  ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)) : value)
const ofPreset = input => faults.filter(fault => canonical(fault.order) === canonical(JSON.parse(input.dataset.order)))

function showFaults(list) {
  faults = list
  for (const input of presets) input.checked = ofPreset(input).length > 0
  const known = new Set(presets.flatMap(ofPreset))
  reconcile($('#orders'), faults.filter(fault => !known.has(fault)), fault => fault.number, makeOrder, (element, fault) =>
    write(element.words, `${fault.order ? JSON.stringify(fault.order) : `of a Go test, for ${fault.endpoint || 'any path'}`}, asked for ${fault.matched} times`))
  $('#end-faults').hidden = faults.length === 0
}

for (const input of presets) {
  input.addEventListener('change', () => act(async () => {
    if (input.checked) await call('POST', 'faults', JSON.parse(input.dataset.order))
    else for (const { number } of ofPreset(input)) await call('DELETE', `faults/${number}`)
  }, input.checked ? 'The fault is on' : 'The fault is off'))
}
$('#end-faults').addEventListener('click', () => act(async () => {
  await call('DELETE', 'faults')
  $('#faults-title').closest('section').querySelector('input').focus()
}, 'No fault is on'))

function makeOrder({ number }) {
  const text = h('code')
  const element = h('li', {}, text, h('button', {
    type: 'button', class: 'quiet small', onclick: () => act(() => call('DELETE', `faults/${number}`), 'The fault is off'),
  }, 'End'))
  element.words = text
  return element
}

// Snapshots

$('#take').addEventListener('click', () => act(() => call('POST', 'snapshots', {}), 'The snapshot is taken'))
$('#reset').addEventListener('click', () => $('#confirm').showModal())
$('#confirm').addEventListener('close', ({ target }) => {
  if (target.returnValue === 'reset') act(() => call('POST', 'reset', {}), 'The server is as it was at its start')
  target.returnValue = ''
})

function makeSnapshot({ id, taken_at }) {
  return h('li', {}, h('span', {}, `Snapshot ${id}, ${new Date(taken_at).toLocaleTimeString('en-GB')}`), h('button', {
    type: 'button', class: 'quiet small', 'aria-label': `Restore snapshot ${id}`,
    onclick: () => act(() => call('POST', `snapshots/${id}/restore`, {}), `Snapshot ${id} is restored`),
  }, 'Restore'))
}

// The login of this browser

$('#sign-in').addEventListener('submit', event => {
  event.preventDefault()
  const { user_id } = Object.fromEntries(new FormData(event.target))
  act(() => call('POST', 'sessions', { user_id, set_cookie: true }), 'This browser is logged in: load your application')
})
