/**
 * What every failure of this package is. `code` is stable: branch on it, never on the message.
 * The codes, their causes and cures are listed in types/errors.d.ts.
 */
export class SessionError extends Error {
  /**
   * @param {{ code: string, message: string, error?: string, error_description?: string,
   *   retryable?: boolean, cause?: unknown }} fields
   */
  constructor({ code, message, error, error_description, retryable, cause }) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    // As auth0-spa-js names them; where the server sent none they say what `code` and `message` say.
    this.error = error || code
    this.error_description = error_description || message
    this.retryable = Boolean(retryable)
  }

  get name() {
    return 'SessionError'
  }
}
