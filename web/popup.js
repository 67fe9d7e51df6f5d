// The login in a popup returns to this page. Its opener may be out of reach (Cross-Origin-Opener-Policy), so the answer
// goes by a channel that is named by the login's state, which nobody but the page that waits for it knows.
const state = new URLSearchParams(location.search).get('state')
if (state) {
  const channel = new BroadcastChannel(`spa-session.popup.${state}`)
  channel.onmessage = () => close() // it has been heard
  channel.postMessage(location.href)
}
