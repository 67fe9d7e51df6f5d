// The control API that this page lies in the middle of.

/** Sends JSON and returns the answer; an error has the server's own words. */
export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const answer = response.status === 204 ? {} : await response.json()
  if (!response.ok) throw new Error(answer.error_description ?? `The server answered ${response.status}`)
  return answer
}

let hide

/** Does what a button is for, and says how it went. */
export async function act(doing, done) {
  try {
    await doing()
    say(done)
  } catch (error) {
    say(error.message, 'problem')
  }
}

function say(text, kind = 'done') {
  const toast = document.querySelector('#toast')
  toast.textContent = text
  toast.dataset.kind = kind
  clearTimeout(hide)
  hide = setTimeout(() => { toast.textContent = '' }, 6000)
}
