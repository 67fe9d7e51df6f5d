// What every contender's page does: it makes the client, gets a token if it is told to, and says when it had them.
const finish = (what) => globalThis.benchReport(JSON.stringify(what))

/** What of this origin's files was sent, but for the page and this script. */
const sent = () =>
  performance
    .getEntriesByType('resource')
    .filter(({ name }) => name.startsWith(location.origin) && new URL(name).pathname !== '/app.js')
    .reduce((sum, { encodedBodySize, name }) => ({ bytes: sum.bytes + encodedBodySize, files: [...sum.files, name] }), { bytes: 0, files: [] })

try {
  const script = performance.now()
  const client = await create(config)
  const ready = performance.now()
  let token = 0
  if (location.search === '?token') {
    if (!(await cached(client))) throw new Error('there is no token')
    token = performance.now()
    performance.mark('bench-token')
  }
  globalThis.bench = {
    /** @returns {Promise<object>} what a renewal asked the platform for, see profile.js */
    async profile() {
      profile.begin()
      const begun = performance.now()
      await renew(client)
      return { token: performance.now() - begun, steps: profile.take() }
    },
    /** @returns {Promise<number[]>} what each of them took, in milliseconds */
    async renewals(times) {
      const took = []
      for (let i = 0; i < times; i++) {
        const begun = performance.now()
        if (!(await renew(client))) throw new Error('there is no token')
        took.push(performance.now() - begun)
      }
      return took
    },
    /** @returns {Promise<number>} milliseconds */
    async atOnce(times) {
      const begun = performance.now()
      await Promise.all(Array.from({ length: times }, () => renew(client)))
      return performance.now() - begun
    },
    /** @returns {Promise<number>} microseconds for one */
    async cached(times) {
      const begun = performance.now()
      for (let i = 0; i < times; i++) await cached(client)
      return ((performance.now() - begun) * 1000) / times
    },
  }
  finish({ ready, token, script, ...sent(), steps: globalThis.profile?.take() ?? [] })
} catch (error) {
  finish({ error: `${error?.code ?? ''} ${error?.stack ?? error}` })
}
