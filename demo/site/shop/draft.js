// Half-typed text of a form, kept in sessionStorage until the form is sent: a
// login leaves the page, and coming back must not mean typing all again (WCAG 2.2.5).

const KEY = 'storezero.checkout'

/** Fills `form` with what was typed in this tab before, and keeps what is typed from now on. */
export function keepDraft(form) {
  for (const [name, value] of Object.entries(read())) {
    const control = form.elements.namedItem(name)
    if (control && typeof value === 'string') control.value = value
  }
  form.addEventListener('input', () => write(Object.fromEntries(new FormData(form))))
}

/** Forgets what was typed. */
export function clearDraft() {
  try {
    sessionStorage.removeItem(KEY)
  } catch {
    // Storage is blocked: there is nothing to forget.
  }
}

function write(draft) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft))
  } catch (cause) {
    console.warn('storezero: what is typed is lost on reload, for sessionStorage is blocked.', cause)
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {}
  } catch {
    return {} // Blocked, or not ours: the form starts empty.
  }
}
