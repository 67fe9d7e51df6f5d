/**
 * Shows the bar that says that the module has crashed: with Reload, or a link to where the app goes on without it.
 * There is one a page, whatever the number of clients.
 * @param {string | undefined} fallbackUrl
 * @param {{ container?: Element, strings?: Record<string, any> }} [modal]
 * @param {import('./locale.js').Words} [words]
 */
export function showCrash(fallbackUrl, { container = document.body, strings = {} } = {}, words) {
  if (document.querySelector('spa-session-crash')) return
  /** @type {(key: string, english: string) => string} */
  const say = (key, english) => strings[key]?.other ?? strings[key] ?? words?.texts?.[key] ?? english
  const bar = element('div', { part: 'bar', role: 'alert' })
  const act = fallbackUrl
    ? element('a', { href: fallbackUrl, textContent: say('fallbackLabel', 'Continue') })
    : element('button', { type: 'button', textContent: say('reloadLabel', 'Reload'), onclick: () => location.reload() })
  act.part = 'button button-primary'
  bar.append(element('p', { part: 'bar-text', textContent: say('crashedBar', 'This page has lost track of your session.') }), act)
  const host = element('spa-session-crash', { lang: words?.lang ?? 'en', dir: words?.dir ?? 'ltr' })
  const style = new URL('./spa-session.css', import.meta.url).href
  host.attachShadow({ mode: 'open' }).append(element('link', { rel: 'stylesheet', href: style }), bar)
  container.append(host)
}

/**
 * @param {string} name
 * @param {object} fields
 * @returns {any}
 */
const element = (name, fields) => Object.assign(document.createElement(name), fields)
