// The time of a page, which tests can move: `wall` and `mono` are what Date and
// the monotonic clock are ahead of the machine's, in milliseconds. Otherwise
// time flows, so that fetch and frames stay alive.
((wall, mono) => {
  if (globalThis.__clock) return globalThis.__clock.moveTo(wall, mono)
  const { Date, performance, setTimeout, clearTimeout } = globalThis
  const [realNow, realMono] = [Date.now, performance.now.bind(performance)]
  const timers = new Map()
  let lastId = 1e6

  const dateNow = () => realNow() + wall
  const monoNow = () => realMono() + mono
  globalThis.Date = new Proxy(Date, {
    construct: (_, args, target) => Reflect.construct(Date, args.length ? args : [dateNow()], target),
    apply: () => new Date(dateNow()).toString(),
    get: (_, key) => (key === 'now' ? dateNow : Date[key]),
  })
  performance.now = monoNow

  const arm = (id, timer) => {
    timer.handle = setTimeout(() => {
      if (timer.every === undefined) timers.delete(id)
      else arm(id, Object.assign(timer, { due: monoNow() + timer.every }))
      timer.run.apply(globalThis, timer.args)
    }, Math.max(0, timer.due - monoNow()))
  }
  const add = (repeats, run, delay, args) => {
    if (typeof run !== 'function') throw new TypeError('the clock of the tests takes no timer in a string')
    const wait = Math.max(0, delay | 0) // As WebIDL's `long` does: 2**31 and more are not waited for.
    const timer = { run, args, due: monoNow() + wait, every: repeats ? wait : undefined }
    timers.set(++lastId, timer)
    arm(lastId, timer)
    return lastId
  }
  globalThis.setTimeout = (run, delay, ...args) => add(false, run, delay, args)
  globalThis.setInterval = (run, delay, ...args) => add(true, run, delay, args)
  globalThis.clearTimeout = globalThis.clearInterval = id => {
    clearTimeout(timers.get(id)?.handle ?? id)
    timers.delete(id)
  }

  // Timers that are overdue after a move fire at once, in the order in which they were due.
  const moveTo = (newWall, newMono) => {
    [wall, mono] = [newWall, newMono]
    for (const [id, timer] of [...timers].sort(([, a], [, b]) => a.due - b.due)) {
      clearTimeout(timer.handle)
      arm(id, timer)
    }
  }
  // What a page hears when a laptop is opened again.
  const wake = () => {
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('focus'))
  }
  globalThis.__clock = { moveTo, wake }
})
