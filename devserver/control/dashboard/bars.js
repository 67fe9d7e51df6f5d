// Bars that run down.

import { clone, write } from './dom.js'
import { duration, serverNow } from './clock.js'

/** Makes a bar; setBar says what it shows. */
export function bar(name) {
  const element = clone('bar')
  write(element.querySelector('.bar__name'), name)
  element.querySelector('progress').ariaLabel = name
  return element
}

export function setBar(element, from, until) {
  element.dataset.from = Date.parse(from)
  element.dataset.until = Date.parse(until)
  run(element)
}

/** Lets all bars show what is left now. */
export function runBars() {
  for (const element of document.querySelectorAll('.bar')) run(element)
}

function run(element) {
  const { from, until } = element.dataset
  const left = (until - serverNow()) / 1000
  const share = Math.min(1, Math.max(0, left * 1000 / Math.max(1, until - from)))
  const progress = element.querySelector('progress')
  progress.value = share
  element.dataset.level = left <= 0 ? 'over' : share < 0.1 ? 'low' : share < 0.25 ? 'soon' : 'good'
  write(element.querySelector('.bar__left'), left <= 0 ? 'expired' : duration(left))
}
