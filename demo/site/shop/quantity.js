// A number of pieces with a button on either side.

import { h } from '../lib/dom.js'
import { MAX_QUANTITY } from './cart.js'

/**
 * Returns `{element, value(), show(quantity)}`. `changed(quantity)` hears what
 * the customer chooses, always a whole number from 1 to MAX_QUANTITY.
 */
export function quantityPicker({ label, changed = () => {} }) {
  const choose = wanted => {
    input.value = wholeNumber(wanted)
    changed(input.valueAsNumber)
  }
  const input = h('input', {
    type: 'number',
    class: 'quantity__input',
    min: 1,
    max: MAX_QUANTITY,
    step: 1,
    value: 1,
    inputmode: 'numeric',
    'aria-label': label,
    onchange: () => choose(input.valueAsNumber),
  })
  const step = (sign, difference, name) => h('button', {
    type: 'button',
    class: 'quantity__step',
    'aria-label': `${name}: ${label}`,
    onclick: () => choose(input.valueAsNumber + difference),
  }, sign)
  return {
    element: h('div', { class: 'quantity' }, step('−', -1, 'One less'), input, step('+', 1, 'One more')),
    value: () => wholeNumber(input.valueAsNumber),
    show: quantity => {
      if (input.valueAsNumber !== quantity) input.value = quantity
    },
  }
}

function wholeNumber(wanted) {
  if (!Number.isFinite(wanted)) return 1
  return Math.min(Math.max(Math.trunc(wanted), 1), MAX_QUANTITY)
}
