// The words of describeTimeout: English here, other languages in their files. Fetched when it is called.

/** @type {import('./locale.js').Texts} */
const english = {
  timeoutIdle: 'For your security, your session ends after {time} without activity.',
  timeoutFixed: 'For your security, your session ends after {time}, unless you choose to continue it.',
  timeoutAbsolute: 'You have to log in again {time} after your last login at the latest.',
  timeoutLoss: 'What you have not saved by then may be lost.',
}

/**
 * Tells users how long they may be away (WCAG 2.2.6), in whole sentences.
 * @param {typeof import('./speech.js').speak} speak
 * @param {unknown} locale  undefined: the language of the dialog
 * @param {{ locale?: unknown, strings?: import('./locale.js').Texts }} modal  the option of that name
 * @param {[idle: number, absolute: number, extend: boolean]} lifetimes  of the server's session, in seconds; 0: it has
 *   no such end; whether a user's input extends it
 */
export async function describe(speak, locale, modal, [idle, absolute, extend]) {
  const { lang, texts } = await speak(locale === undefined ? modal : { locale }, 'locale')
  const own = locale === undefined ? modal.strings : undefined // they are in the dialog's language
  /** @type {(key: string, seconds: number) => string} */
  const say = (key, seconds) => {
    const text = own?.[key] ?? texts?.[key] ?? english[key]
    return (typeof text === 'string' ? text : text.other).replaceAll('{time}', () => duration(lang, seconds))
  }
  const sentences = []
  if (idle) sentences.push(say(extend ? 'timeoutIdle' : 'timeoutFixed', idle))
  if (absolute) sentences.push(say('timeoutAbsolute', absolute))
  if (sentences.length) sentences.push(say('timeoutLoss', 0))
  return sentences.join(lang.startsWith('ja') ? '' : ' ')
}

/**
 * Rounded down, since it is a promise: to a unit of which there are at least two, where there is one.
 * @param {string} lang
 * @param {number} seconds
 */
function duration(lang, seconds) {
  /** @type {[string, number][]} */
  const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]]
  const [unit, length] = units.find(([, length]) => seconds >= 2 * length || seconds === length) ?? units[3]
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.floor(seconds / length))
}
