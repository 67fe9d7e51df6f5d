// A worker of its own for refresh tokens: no script of the page can read them. It serves one client at one server, which
// its first message names, and one port; its answers are without refresh tokens.
import { Safe } from './safe.js'

self.onmessage = ({ data: setup, ports: [port] }) => {
  self.onmessage = null
  const safe = new Safe(setup)
  port.onmessage = async ({ data }) => {
    const answer = await safe.ask(data).catch((cause) => ({ failed: String(cause?.message) }))
    port.postMessage({ id: data.id, ...answer })
  }
  port.postMessage({ ready: true })
}
