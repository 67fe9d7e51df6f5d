// What an option can be. A kind gives what the module gets of a value, and refuses what it is not made for.

/**
 * An option is wrong. The message names it, what it got, and what it takes.
 */
export class WrongOption extends Error {}

/**
 * @param {string} path  the full way to the option, such as session.idleTimeout
 * @param {string} got
 * @param {string} takes
 * @param {unknown} [cause]
 * @returns {never}
 */
function refuse(path, got, takes, cause) {
  throw new WrongOption(`${path}: got ${got}, takes ${takes}`, { cause })
}

/**
 * @template [T=any]
 * @typedef {(value: any, path: string) => T} Kind
 */

/**
 * @param {(value: any) => boolean} fits
 * @param {string} takes
 * @param {any} [missing]  what the module gets where the option is left out
 * @returns {Kind}
 */
const kind = (fits, takes, missing) => (value, path) =>
  value === undefined ? missing : fits(value) ? value : refuse(path, described(value), takes)

/** A hundred years: more is a mistake, milliseconds most often. */
const maxSeconds = 100 * 365 * 86400

export const text = kind((value) => typeof value === 'string', 'a string', '')
export const callback = kind((value) => typeof value === 'function', 'a function')
export const anything = kind(() => true, '')

/** @param {boolean} [missing] */
export const flag = (missing) => kind((value) => typeof value === 'boolean', 'true or false', missing)

/**
 * @param {number} missing
 * @param {number} [least]
 * @param {number} [most]
 */
export const seconds = (missing, least = 0, most = maxSeconds) =>
  kind(
    (value) => Number.isInteger(value) && value >= least && value <= most,
    most === maxSeconds ? 'whole seconds, not below 0' : `whole seconds from ${least} to ${most}`,
    missing,
  )

/** @param {string[]} choices  the first is that of an option left out */
export const oneOf = (...choices) => kind((value) => choices.includes(value), `one of ${choices.join(', ')}`, choices[0])

export const signal = kind((value) => typeof value?.aborted === 'boolean', 'an AbortSignal')

export const cache = kind(
  (value) => ['get', 'set', 'remove'].every((name) => typeof value?.[name] === 'function'),
  'an object with functions get, set and remove',
)

/** Moments of a countdown. */
export const moments = kind(
  (value) => Array.isArray(value) && [...value].every((moment) => Number.isInteger(moment) && moment > 0),
  'a list of whole seconds above 0',
  [30, 20, 10],
)

/** What goes to the server as it is: a string, or a number as auth0-spa-js takes it. */
const param = kind((value) => typeof value === 'string' || Number.isFinite(value), 'a string')

/**
 * An option that may be switched off.
 * @param {Kind} other
 * @returns {Kind}
 */
export const orFalse = (other) => (value, path) => value !== false && other(value, path)

/**
 * An object of options; one left out has none. A name that is not known is refused: it would silently be without effect.
 * @template {Record<string, Kind>} K
 * @param {K} kinds
 * @returns {Kind<Record<keyof K, any>>}
 */
export const options = (kinds) => (value, path) => {
  const given = membersOf(value, path)
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(kinds, name) && member(given, name, anything, path) !== undefined) {
      refuse(below(path, name), 'an unknown option', `one of these names: ${Object.keys(kinds).join(', ')}`)
    }
  }
  const read = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, member(given, name, kind, path)]))
  return /** @type {Record<keyof K, any>} */ (read)
}

/**
 * Parameters of a request: those of the names in kinds, and others, which are a list of names and values.
 * @param {Record<string, Kind>} kinds
 * @returns {Kind<Record<string, any> & { others: string[] }>}
 */
export const params = (kinds) => (value, path) => {
  const given = membersOf(value, path)
  /** @type {Record<string, any> & { others: string[] }} */
  const read = { others: [] }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(kinds, name)) continue
    const sent = member(given, name, param, path)
    if (sent !== undefined) read.others.push(name, String(sent))
  }
  for (const [name, kind] of Object.entries(kinds)) read[name] = member(given, name, kind, path)
  return read
}

/**
 * @param {any} value
 * @param {string} path
 * @returns {Record<string, any>}
 */
function membersOf(value, path) {
  if (value === undefined) return {}
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    refuse(path || 'options', described(value), 'an object')
  }
  return value
}

/**
 * @param {Record<string, any>} given
 * @param {string} name
 * @param {Kind} kind
 * @param {string} path
 */
function member(given, name, kind, path) {
  let value
  try {
    value = given[name]
  } catch (thrown) {
    refuse(below(path, name), 'an exception', 'a value that can be read', thrown)
  }
  return kind(value, below(path, name))
}

/**
 * @param {string} path
 * @param {string} name
 */
const below = (path, name) => (path ? `${path}.${name}` : name)

/**
 * What a value is, for a developer's eyes.
 * @param {any} value
 */
export function described(value) {
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value)}`
    case 'number':
      return `the number ${value}`
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'an array' : 'an object'
    case 'boolean':
    case 'undefined':
      return String(value)
    default:
      return `a ${typeof value}`
  }
}
