// Money, instants and durations as people read them.

const euros = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' })
const days = new Intl.DateTimeFormat('en-IE', { dateStyle: 'long' })

/** Formats a price in cents. */
export function price(cents) {
  return euros.format(cents / 100)
}

/** Formats an instant (ISO 8601 text or milliseconds since 1970) as a day. */
export function day(instant) {
  return days.format(new Date(instant))
}

/** Formats a length in milliseconds as m:ss, or h:mm:ss from an hour on; never below 0:00. */
export function countdown(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000))
  const two = number => String(number).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  if (hours === 0) return `${minutes}:${two(seconds % 60)}`
  return `${hours}:${two(minutes)}:${two(seconds % 60)}`
}
