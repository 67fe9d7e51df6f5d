// Which language the dialog speaks, where it may be another than English. Each is a file of its own, fetched if it is
// the one; this one is fetched by web/speech.js.

/**
 * Sentences by name; a counted one has its plural forms.
 * @typedef {Record<string, string | { other: string, [category: string]: string | undefined }>} Texts
 *
 * What the module is told of the language.
 * @typedef {object} Words
 * @property {string} lang
 * @property {'ltr' | 'rtl'} dir
 * @property {Texts | undefined} texts  undefined: English, which the module has
 * @property {(n: number) => string} plural  the CLDR category of n
 * @property {(n: number) => string} digits  n as it is written
 */

/** @type {Record<string, (() => Promise<{ default: Texts }>) | undefined>} */
const files = { fr: () => import('./locale-fr.js'), ja: () => import('./locale-ja.js') }

/** How long a file may take, in milliseconds: the session does not wait for words. */
const patience = 5000

/** @param {string} tag */
const language = (tag) => tag.split(/[-_]/)[0].toLowerCase()

/** @param {string} tag */
const spoken = (tag) => language(tag) === 'en' || language(tag) in files

/**
 * The words in the language of the option, else of the page, else of the first of the user's that is spoken here.
 * @param {{ locale?: unknown, strings?: object }} modal
 * @param {(message: string) => Error} refuse  makes the error for a locale that is none
 * @returns {Promise<Words>}
 */
export async function speak({ locale, strings }, refuse) {
  const asked = locale === undefined ? undefined : canonical(locale, refuse)
  const found = (asked ? [asked] : [document.documentElement.lang, ...navigator.languages]).find(spoken)
  if (!found && asked && strings) return words(asked) // the texts are the app's own
  if (!found && asked) console.warn(`locale: there are no texts in ${asked}; the dialog speaks English`)
  const load = found && files[language(found)]
  if (!load) return words(found && asked)
  try {
    return words(asked ?? language(found), (await inTime(load())).default)
  } catch (cause) {
    console.warn(`the texts in ${found} could not be loaded; the dialog speaks English`, cause)
    return words()
  }
}

/**
 * @param {string} [lang]
 * @param {Texts} [texts]
 * @returns {Words}
 */
function words(lang = 'en', texts) {
  const rules = new Intl.PluralRules(lang)
  const numbers = new Intl.NumberFormat(lang, { useGrouping: false })
  return {
    lang,
    dir: /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(lang) ? 'rtl' : 'ltr',
    texts,
    plural: (n) => rules.select(n),
    digits: (n) => numbers.format(n),
  }
}

/**
 * @param {unknown} tag
 * @param {(message: string) => Error} refuse
 */
function canonical(tag, refuse) {
  try {
    if (typeof tag === 'string') return Intl.getCanonicalLocales(tag)[0]
  } catch {} // told below
  throw refuse(`got ${String(tag)}; takes a language tag, such as 'fr' or 'fr-CA'`)
}

/**
 * @template T
 * @param {Promise<T>} load
 * @returns {Promise<T>}
 */
function inTime(load) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${patience / 1000} seconds`)), patience)
    load.then(resolve, reject)
  })
}
