/**
 * Makes what hides, and shows again, what the option `session.guard` names.
 * @param {unknown} guard
 * @param {(message: string, cause: unknown) => Error} refuse  makes the error for a guard that is none
 * @returns {(hidden: boolean) => void}
 */
export function hider(guard, refuse) {
  if (typeof guard === 'function') return (hidden) => void guard(hidden)
  const named = selector(guard, refuse)
  const sheet = new CSSStyleSheet() // no inline style, which a policy may forbid
  // Descendants as well: one that is visible by itself would still be seen.
  sheet.replaceSync(`:is(${named}),:is(${named}) *{visibility:hidden!important}`)
  return (hidden) => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet).concat(hidden ? sheet : [])
  }
}

/**
 * @param {any} guard
 * @param {(message: string, cause: unknown) => Error} refuse
 */
function selector(guard, refuse) {
  const mark = 'data-spa-session-guard'
  try {
    if (typeof guard === 'string') return document.querySelector(guard), guard
    guard.setAttribute(mark, '')
    return `[${mark}]`
  } catch (cause) {
    throw refuse(`session.guard: got ${String(guard)}; takes a CSS selector, an element or a function`, cause)
  }
}
