// The session in words.

const STATUS = {
  loading: 'Checking…',
  signedOut: 'Signed out',
  active: 'Active',
  warning: 'About to end',
  idle: 'Idle',
  ended: 'Ended',
}

const REASON = {
  login_required: 'Your session has ended. Log in to continue.',
  logout: 'You have logged out.',
  logout_elsewhere: 'You have logged out in another tab.',
  userChanged: 'Somebody else is logged in now. Reload the page to go on.',
  absolute: 'Your session has reached its longest allowed time. Log in to continue.',
}

/** A short name for what a snapshot says. */
export function statusText({ status, pending }) {
  return pending ? 'Extending…' : (STATUS[status] ?? status)
}

/** A sentence for a snapshot's reason; null if there is none to tell. */
export function reasonText(reason) {
  return reason ? (REASON[reason] ?? reason) : null
}

/** What an error says, with the code to look it up by if the message has none. */
export function errorText({ message, code }) {
  return code && !message.includes(code) ? `${message} (${code})` : message
}
