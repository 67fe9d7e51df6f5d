package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// timed is a page that keeps what its timers did, and since when by both of its clocks.
const timed = `<p>hello</p><script>
	globalThis.fired = [];
	globalThis.ticks = 0;
	globalThis.start = { wall: Date.now(), mono: performance.now() };
	globalThis.passed = () => ({ Wall: Date.now() - start.wall, Mono: performance.now() - start.mono });
	setTimeout(name => fired.push(name), 3600e3, 'hour');
	setTimeout(() => fired.push('minute'), 60e3);
	clearTimeout(setTimeout(() => fired.push('cleared'), 60e3));
	const ticking = setInterval(() => ++ticks === 2 && clearInterval(ticking), 1800e3);
	// The browser's own events come as windows come and go; only those that waking makes up count here.
	for (const [target, type] of [[window, 'focus'], [document, 'visibilitychange']])
		target.addEventListener(type, event => event.isTrusted || fired.push(type));
</script>`

// openTimed opens the page in as many tabs of one profile, with a clock of their own.
func openTimed(t *testing.T, tabs int) (*clock, []*Tab) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, timed)
	}))
	t.Cleanup(server.Close)
	clock := newClock()
	profile := newProfile(t, &strict, clock)
	opened := make([]*Tab, tabs)
	for i := range opened {
		opened[i] = profile.NewTab(t)
		opened[i].Open(server.URL)
	}
	return clock, opened
}

type passed struct{ Wall, Mono float64 } // milliseconds

func wantPassed(t *testing.T, tab *Tab, wall, mono time.Duration) {
	t.Helper()
	got := Eval[passed](tab, `passed()`)
	// Real time flows meanwhile: a span is at least what was asked for, and at most Patience more.
	wantSpan(t, "wall clock", got.Wall, wall)
	wantSpan(t, "monotonic clock", got.Mono, mono)
}

func wantSpan(t *testing.T, name string, milliseconds float64, want time.Duration) {
	t.Helper()
	if got := time.Duration(milliseconds * float64(time.Millisecond)); got < want-time.Millisecond || got > want+Patience {
		t.Errorf("%s: %v passed, want %v or little more", name, got, want)
	}
}

func wantFired(t *testing.T, tab *Tab, want ...string) {
	t.Helper()
	if got := Eval[[]string](tab, `fired`); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("fired: %v, want %v", got, want)
	}
}

func TestAdvance(t *testing.T) {
	clock, tabs := openTimed(t, 2)
	server := clock.now()
	clock.advance(20 * time.Second) // real time flows too: more than Patience is left until the timer is due
	for _, tab := range tabs {
		wantPassed(t, tab, 20*time.Second, 20*time.Second)
		wantFired(t, tab)
	}
	clock.advance(2 * time.Hour)
	for _, tab := range tabs {
		wantPassed(t, tab, 2*time.Hour+20*time.Second, 2*time.Hour+20*time.Second)
		tab.WaitFor(`fired.length === 2 && ticks === 1`)
		wantFired(t, tab, "minute", "hour") // in the order in which they were due
	}
	clock.advance(30 * time.Minute)
	tabs[0].WaitFor(`ticks === 2`)
	clock.advance(time.Hour)
	if ticks := Eval[int](tabs[0], `new Promise(done => setTimeout(() => done(ticks)))`); ticks != 2 {
		t.Errorf("a cleared interval went on: %d ticks", ticks)
	}
	wantSpan(t, "server's clock", float64(clock.now().Sub(server).Milliseconds()), 3*time.Hour+30*time.Minute+20*time.Second)
}

func TestAdvanceReachesNewDocuments(t *testing.T) {
	clock, tabs := openTimed(t, 1)
	before := Eval[float64](tabs[0], `Date.now()`)
	clock.advance(time.Hour)
	tabs[0].Reload()
	wantSpan(t, "wall clock after a reload", Eval[float64](tabs[0], `Date.now()`)-before, time.Hour)
	tabs[0].Run(`(() => { const frame = document.createElement('iframe'); frame.src = location.href; document.body.append(frame) })()`)
	tabs[0].WaitFor(`frames[0]?.start`)
	wantSpan(t, "wall clock of a frame", Eval[float64](tabs[0], `frames[0].start.wall`)-before, time.Hour)
	wantSpan(t, "new Date()", Eval[float64](tabs[0], `new Date().getTime()`)-before, time.Hour)
	wantSpan(t, "Date()", Eval[float64](tabs[0], `Date.parse(Date())`)-before, time.Hour-time.Second)
	if same := Eval[bool](tabs[0], `new Date(2000, 1) instanceof Date && new Date(0).getTime() === 0 && Date.UTC(1970, 0) === 0`); !same {
		t.Error("Date is not what it was")
	}
}

func TestSleep(t *testing.T) {
	clock, tabs := openTimed(t, 1)
	server := clock.now()
	clock.sleep(2 * time.Hour)
	wantPassed(t, tabs[0], 2*time.Hour, 0)
	wantFired(t, tabs[0], "visibilitychange", "focus")
	wantSpan(t, "server's clock", float64(clock.now().Sub(server).Milliseconds()), 2*time.Hour)
}

func TestStepWall(t *testing.T) {
	clock, tabs := openTimed(t, 1)
	server := clock.now()
	clock.stepWall(-10 * time.Minute)
	wantPassed(t, tabs[0], -10*time.Minute, 0)
	wantFired(t, tabs[0])
	wantSpan(t, "server's clock", float64(clock.now().Sub(server).Milliseconds()), 0)
}

func TestClosedTabsAreNotMoved(t *testing.T) {
	clock, tabs := openTimed(t, 2)
	tabs[0].Close()
	clock.advance(time.Minute)
	wantPassed(t, tabs[1], time.Minute, time.Minute)
}
