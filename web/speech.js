// English is at hand; whoever may be spoken to in another language waits for web/locale.js.
import { SessionError } from './errors.js'

/** @type {import('./locale.js').Words} */
const english = { lang: 'en', dir: 'ltr', texts: undefined, plural: (n) => (n === 1 ? 'one' : 'other'), digits: String }

/**
 * The words in the language of the option, else of the page, else of the first of the user's that is spoken here.
 * @param {{ locale?: unknown, strings?: object }} [modal]
 * @param {string} [name]  of what was given, for an error
 * @returns {Promise<import('./locale.js').Words>}
 */
export async function speak(modal = {}, name = 'modal.locale') {
  if (modal.locale === undefined && /^en\b/i.test(document.documentElement.lang || navigator.languages[0])) return english
  const { speak } = await import('./locale.js')
  return speak(modal, (message) => new SessionError({ code: 'invalid_option', message: `${name}: ${message}` }))
}
