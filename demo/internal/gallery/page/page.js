import { createSessionClient } from '/dist/spa-session.js'

/** Makes the dialog anew, with these options, and keeps all that its live region says. */
globalThis.open = async (modal) => {
  globalThis.dialog?.close()
  document.querySelector('spa-session-dialog')?.remove()
  globalThis.dialog = await createSessionClient({ clientId: 'gallery', session: false, modal })
  globalThis.host = document.querySelector('spa-session-dialog')
  globalThis.spoken = []
  const region = host.shadowRoot.querySelector('[aria-live]')
  new MutationObserver(() => {
    if (region.textContent) spoken.push(`${region.ariaLive}: ${region.textContent}`)
  }).observe(region, { childList: true, characterData: true, subtree: true, attributes: false })
  await new Promise((resolve) => {
    const link = host.shadowRoot.querySelector('link')
    if (link.sheet) resolve()
    else link.onload = resolve
  })
}

/** Shows each state in turn and collects what look() finds fault with, by state. */
globalThis.tour = async (states, look) => {
  const faults = []
  for (const state of states) {
    await dialog.show(state)
    while (part('dialog').open === state.endsWith('-bar')) await painted() // the page is inert a while longer
    for (const fault of await look()) faults.push(`${state}: ${fault}`)
  }
  return faults
}

/** Resolves once what has happened so far is on the screen. */
globalThis.painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))

globalThis.part = (name) => host.shadowRoot.querySelector(`[part~="${name}"]`)
globalThis.shown = (element) => element.checkVisibility({ visibilityProperty: true })
