// Bars at the bottom of the page that say what does not work, beside a page that does.

import { h } from './dom.js'

const bars = new Map()

/** Shows the bar `name` with `text`, or takes it away if `text` is null. The same text again changes nothing. */
export function notify(name, text, { reload = false } = {}) {
  if (text === null) {
    bars.get(name)?.bar.remove()
    bars.delete(name)
    return
  }
  if (bars.get(name)?.text === text) return
  bars.get(name)?.bar.remove()
  const bar = h('div', { class: 'notice', role: 'alert' },
    h('p', null, text),
    h('div', { class: 'notice__actions' },
      reload && h('button', { type: 'button', class: 'button button--small', onclick: () => location.reload() }, 'Reload'),
      h('button', { type: 'button', class: 'button button--small button--quiet', onclick: () => bar.remove() }, 'Dismiss'),
    ),
  )
  bars.set(name, { text, bar })
  document.querySelector('#notices').append(bar)
}
