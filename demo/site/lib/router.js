// Routes over the history API: which page a path names, and what a change of
// page owes to the keyboard and to a screen reader.

import { announce } from './dom.js'

const routes = []
let shown
let leaving = new AbortController()

/**
 * Adds a route. `pattern` is a path in which `:name` stands for one segment.
 * `page(parameters, {signal, title})` returns the element to show, calls
 * `title` once it knows its own, and stops what it began when `signal` aborts.
 */
export function route(pattern, page) {
  const source = pattern.replace(/:(\w+)/g, '(?<$1>[^/]+)')
  routes.push({ pattern: new RegExp(`^${source}/?$`), page })
}

/** Shows `path`, a path on this origin; `replace` leaves no way back to the present page. */
export function navigate(path, { replace = false } = {}) {
  history[replace ? 'replaceState' : 'pushState'](null, '', path)
  show({ moved: true })
  scrollTo(0, 0)
}

/** Shows the page that the address names and follows links and the Back button from now on. */
export function startRouter() {
  document.addEventListener('click', followLink)
  addEventListener('popstate', () => {
    // A link to a part of the page comes here too; the page it is on must stay as it is.
    if (location.pathname !== shown) show({ moved: true })
  })
  show({ moved: false })
}

// A page that was asked for by its address is spoken by the browser; only a
// change of route has to be told and to take the focus with it.
function show({ moved }) {
  leaving.abort()
  leaving = new AbortController()
  const { signal } = leaving
  shown = location.pathname
  const { page, parameters } = match(location.pathname)
  const title = text => {
    if (signal.aborted) return
    document.title = `${text} · storezero`
    if (moved) announce(text)
  }
  const main = document.querySelector('main')
  main.replaceChildren(page(parameters, { signal, title }))
  markCurrentLinks()
  if (moved) main.focus({ preventScroll: true })
}

function match(path) {
  for (const { pattern, page } of routes) {
    const found = pattern.exec(path)
    if (found) return { page, parameters: decoded(found.groups) }
  }
  throw new Error(`no route for ${path}: the last route must match everything`)
}

function decoded(groups = {}) {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]))
}

function decode(segment) {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment // Not percent-encoded as it should be: it names nothing that exists.
  }
}

function followLink(event) {
  const link = event.target.closest?.('a[href]')
  if (!link || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  if (link.target || link.download || link.origin !== location.origin) return
  if (link.hash && link.pathname === location.pathname) return
  event.preventDefault()
  navigate(link.pathname + link.search)
}

function markCurrentLinks() {
  for (const link of document.querySelectorAll('nav a')) {
    if (link.pathname === location.pathname) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
}
