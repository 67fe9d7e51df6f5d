package web_test

import (
	"net/http"
	"path/filepath"
	"strconv"
	"testing"
)

// What Go's work leaves is taken away when the page is idle, once for all that asked for it meanwhile, or at once where it
// is overdue. Go is a stand-in here: heaps that do not grow demo/renewals_test.go shows.
func TestGarbageWaitsUntilThePageIsIdle(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"seam.js", "tree.js"} {
		s.answer("/"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, filepath.Join("tinygo", name)) })
	}
	p := open(t, s)
	eval[any](t, p, `
		const idle = []
		globalThis.requestIdleCallback = (run, { timeout }) => idle.push(() => run()) && (globalThis.patience = timeout)
		const { seam } = await import('/seam.js')
		const memory = new WebAssembly.Memory({ initial: 1 })
		const exports = {
			memory,
			collected: 0,
			asyncify_get_state: () => 0,
			go_scheduler() {},
			spaSessionRoom: () => 1024,
			spaSessionCall() {},
			spaSessionDue: () => exports.due,
			spaSessionCollect() { exports.collected++ },
		}
		const { operate } = seam({ _inst: { exports }, _enter: (run) => run() })
		// Go has JavaScript keep its function 7: globalThis.keep(f).
		const words = new DataView(memory.buffer)
		const word = (at, kind, ref, number) => {
			words.setUint32(at, kind, true)
			words.setUint32(at + 4, ref, true)
			words.setFloat64(at + 8, number, true)
		}
		new TextEncoder().encodeInto('keep', new Uint8Array(memory.buffer, 512))
		globalThis.keep = (f) => { globalThis.call = f }
		const [number, string, object, goFunction, callMethod] = [3, 5, 7, 12, 3]
		word(0, object, 0, 0)
		word(16, number, 0, 1)
		word(32, string, 512, 4)
		word(48, goFunction, 7, 0)
		operate(callMethod, 0, 4)
		globalThis.after = (due, calls) => {
			exports.due = due
			while (calls--) call()
			const at = exports.collected
			while (idle.length) idle.shift()()
			return [at, exports.collected]
		}`)
	const nothing, due, overdue = 0, 1, 2
	for _, row := range []struct {
		what         string
		due, calls   int
		atOnce, idle float64 // collections so far
	}{
		{"nothing to take away", nothing, 3, 0, 0},
		{"something", due, 3, 0, 1},
		{"something again", due, 1, 1, 2},
		{"too much", overdue, 2, 4, 4},
	} {
		got := eval[[]float64](t, p, `return after(`+strconv.Itoa(row.due)+`, `+strconv.Itoa(row.calls)+`)`)
		if got[0] != row.atOnce || got[1] != row.idle {
			t.Errorf("%s: %g collections at once and %g when idle, want %g and %g", row.what, got[0], got[1], row.atOnce, row.idle)
		}
	}
	if patience := eval[float64](t, p, `return patience`); patience != 1000 {
		t.Errorf("a page that is never idle is interrupted after %g ms", patience)
	}
}
