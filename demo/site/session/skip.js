// "60 seconds before the end": the warning now, instead of minutes from now.

import { refusal } from '../lib/http.js'
import { moveForward, now } from './clock.js'

/**
 * Ages the session on the authorization server by the time that is left until
 * the warning, and moves this tab's clock by as much. `age` is an aid of the
 * mock server (`/__mock/`); no real one has it.
 */
export async function skipToWarning({ client, config, snapshot }) {
  // One second more, because both sides count in whole seconds.
  const seconds = Math.ceil((snapshot.warningAt - now()) / 1000) + 1
  if (seconds <= 1) return
  const { sid } = await client.getIdTokenClaims()
  const response = await fetch(`${config.controlUrl}/sessions/${encodeURIComponent(sid)}/age`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ seconds }),
  })
  if (!response.ok) throw new Error(`The session could not be aged: ${await refusal(response)}`)
  moveForward(seconds * 1000)
}
