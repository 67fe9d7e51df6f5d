// The last token that the app was given, for a second: a page that asks before each of its requests does not cross into
// Go each time, which costs some thirty times a call in JavaScript. The module itself looks at the clock once a second.
const span = 1000 // milliseconds

export class Memo {
  #token = ''
  #wall = 0
  #monotonic = 0

  /** Whatever is told of the session, or asked of it, may have changed the token. */
  forget() {
    this.#token = ''
    this.#monotonic = NaN
  }

  /**
   * The token, or ''. A device that slept shows on one of the clocks, one whose clock was set on the other.
   * @returns {string}
   */
  get() {
    const wall = Date.now() - this.#wall
    return wall >= 0 && wall < span && performance.now() - this.#monotonic < span ? this.#token : ''
  }

  /**
   * Asks for a token, and keeps it unless something was told meanwhile.
   * @param {() => string | Promise<string>} ask
   */
  async renew(ask) {
    this.#wall = Date.now()
    const begun = (this.#monotonic = performance.now())
    this.#token = ''
    const token = await ask()
    if (this.#monotonic === begun) this.#token = token
    return token
  }
}
