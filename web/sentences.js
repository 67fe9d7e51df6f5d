// What the dialog says, sentence by sentence: the app's own texts before those of the language, and English for the rest.
import english from './english.js'
import { described, WrongOption } from './kinds.js'

/** @typedef {import('./locale.js').Texts} Texts */

/** Those of modal.strings that the dialog does not say, but crash.js and describe.js do. */
const others = ['crashedBar', 'fallbackLabel', 'timeoutIdle', 'timeoutFixed', 'timeoutAbsolute', 'timeoutLoss']

/** Unicode TR 35, part 3. */
const categories = ['zero', 'one', 'two', 'few', 'many', 'other']

/**
 * @param {Texts | undefined} language
 * @param {any} own  the option modal.strings
 * @returns {Texts}  the plural forms of each, by category
 */
export function sentences(language, own) {
  if (own !== undefined && Object(own) !== own) throw wrong('', own, 'an object of texts by name')
  /** @type {Texts} */
  const said = {}
  for (const [name, text] of Object.entries({ ...english, ...language })) said[name] = typeof text === 'string' ? { other: text } : text
  for (const [name, text] of Object.entries(own ?? {})) {
    if (text !== undefined && !others.includes(name)) said[name] = forms(name, text)
  }
  return said
}

/**
 * @param {string} name
 * @param {any} text
 * @returns {Texts[string]}
 */
function forms(name, text) {
  if (!Object.hasOwn(english, name)) throw wrong(`.${name}`, text, `one of these names: ${Object.keys(english).join(', ')}`)
  if (Object(text) !== text) text = { other: text }
  for (const [category, form] of Object.entries(text)) {
    if (!categories.includes(category)) throw wrong(`.${name}.${category}`, form, `plural categories: ${categories.join(', ')}`)
    if (typeof form !== 'string' || !form) throw wrong(`.${name}.${category}`, form, 'a text')
  }
  if (!text.other) throw wrong(`.${name}`, text, 'a text, or plural forms with "other" among them')
  return text
}

/**
 * @param {string} path
 * @param {unknown} got
 * @param {string} takes
 */
const wrong = (path, got, takes) => new WrongOption(`modal.strings${path}: got ${described(got)}, takes ${takes}`)
