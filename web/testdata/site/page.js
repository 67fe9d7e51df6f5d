// What the tests use in the page.
import * as api from '/dist/spa-session.js'

/** Rejections as text: the code and the message. */
const failure = (promise) =>
  promise.then(
    (value) => `resolved: ${JSON.stringify(value)}`,
    (error) => `${error.code}: ${error.message}`,
  )

/** Resolves once `on(type)` was called. */
const next = (client, type) => new Promise((resolve) => client.on(type, resolve))

/** Resolves after everything that is queued now. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

Object.assign(globalThis, { api, failure, next, settled, create: (id = 'shop', more = {}) => api.createSessionClient({ clientId: id, session: false, ...more }) })
