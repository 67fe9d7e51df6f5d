// The dashboard: a stream of events from the server, shown as it comes.

import { runBars } from './bars.js'
import { serverNow, setClock, time } from './clock.js'
import { showControls } from './controls.js'
import { write } from './dom.js'
import { addRequests, clear, setDiagnostics } from './requests.js'
import { showSessions } from './sessions.js'

const link = document.querySelector('#link')
const events = new EventSource('events')
const on = (event, show) => events.addEventListener(event, ({ data }) => show(JSON.parse(data)))

on('state', state => {
  setClock(state.clock)
  showSessions(state)
  showControls(state)
  tick()
})
on('requests', addRequests)
on('cleared', clear)
on('diagnostics', setDiagnostics)
on('trouble', ({ error }) => say('broken', error))

events.addEventListener('open', () => {
  clear() // what the server still knows comes again
  say('open', 'Live')
})
events.addEventListener('error', () => say('broken', 'The server is gone. Trying again…'))

function say(state, text) {
  link.dataset.state = state
  write(link, text)
}

function tick() {
  write(document.querySelector('#now'), time(serverNow()))
  runBars()
}

setInterval(tick, 1000)
tick()
