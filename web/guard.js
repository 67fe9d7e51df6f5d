import { SessionError } from './errors.js'

/**
 * Makes what hides, and shows again, what the option `session.guard` names.
 * @param {unknown} guard
 * @returns {(hidden: boolean) => void}
 */
export function hider(guard) {
  if (typeof guard === 'function') return (hidden) => void guard(hidden)
  const named = selector(guard)
  const sheet = new CSSStyleSheet() // no inline style, which a policy may forbid
  // Descendants as well: one that is visible by itself would still be seen.
  sheet.replaceSync(`:is(${named}),:is(${named}) *{visibility:hidden!important}`)
  return (hidden) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet).concat(hidden ? sheet : [])
  }
}

/** @param {any} guard */
function selector(guard) {
  const mark = 'data-spa-session-guard'
  try {
    if (typeof guard === 'string') return document.querySelector(guard), guard
    guard.setAttribute(mark, '')
    return `[${mark}]`
  } catch (cause) {
    const message = `session.guard: got ${String(guard)}; takes a CSS selector, an element or a function`
    throw new SessionError({ code: 'invalid_option', message, cause })
  }
}
