// The wall clock of this tab, which the session panel can move forward.
//
// The offset lives in sessionStorage: it survives a reload and a login in this
// tab, and ends with the tab. It is moved only together with the session on the
// authorization server, so both sides go on agreeing about the time left.

const KEY = 'storezero.clockOffset'

let offset = stored()

/** Milliseconds since 1970 on this tab's clock; the option `now` of the session client. */
export function now() {
  return Date.now() + offset
}

/** Moves the clock forward by `milliseconds`. */
export function moveForward(milliseconds) {
  offset += milliseconds
  try {
    sessionStorage.setItem(KEY, String(offset))
  } catch (cause) {
    console.warn('storezero: the clock offset is lost on reload, for sessionStorage is blocked.', cause)
  }
}

function stored() {
  try {
    const milliseconds = Number(sessionStorage.getItem(KEY))
    return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : 0
  } catch {
    return 0 // Storage is blocked: the clock starts where the device's stands.
  }
}
