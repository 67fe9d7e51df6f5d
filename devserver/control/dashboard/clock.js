// The server's clock, which runs on here between two states.

let base = { server: Date.now(), here: Date.now(), frozen: false }

export function setClock({ now, frozen_at }) {
  base = { server: Date.parse(now), here: Date.now(), frozen: Boolean(frozen_at) }
}

/** The server's time in milliseconds since 1970. */
export function serverNow() {
  return base.frozen ? base.server : base.server + Date.now() - base.here
}

export const isFrozen = () => base.frozen

/** "4:12", "3 h 05 min", "29 d 4 h" of seconds. */
export function duration(seconds) {
  const s = Math.max(0, Math.ceil(seconds))
  const two = n => String(n).padStart(2, '0')
  if (s < 3600) return `${Math.floor(s / 60)}:${two(s % 60)}`
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor(s % 3600 / 60))} min`
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`
}

export function time(instant) {
  return new Date(instant).toLocaleTimeString('en-GB')
}

/** How far the clock is from real time. */
export function offsetText({ offset_seconds, frozen_at }) {
  if (frozen_at) return 'frozen'
  if (Math.abs(offset_seconds) < 0.5) return 'real time'
  return duration(Math.abs(Math.round(offset_seconds))) + (offset_seconds > 0 ? ' ahead' : ' behind')
}
