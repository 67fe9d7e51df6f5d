// Reading JSON over HTTP, with errors that name the request and what came of it.

/** Fetches JSON. Rejects with an Error that says which request failed and how; `status` is 0 if no answer came. */
export async function getJSON(url, options) {
  let response
  try {
    response = await fetch(url, options)
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause
    throw failure(`${url} could not be reached.`, 0, cause)
  }
  if (!response.ok) throw failure(`${url} answered ${await refusal(response)}`, response.status)
  try {
    return await response.json()
  } catch (cause) {
    throw failure(`${url} did not answer with JSON.`, response.status, cause)
  }
}

function failure(message, status, cause) {
  return Object.assign(new Error(message, { cause }), { status })
}

/** What a response that is not ok says: its status, and the `error_description` that OAuth's errors have (RFC 6749 5.2). */
export async function refusal(response) {
  const status = `${response.status} ${response.statusText}`.trim()
  const body = await response.json().catch(() => null) // No JSON, no description: the status says all there is.
  return typeof body?.error_description === 'string' ? `${status}: ${body.error_description}` : `${status}.`
}
