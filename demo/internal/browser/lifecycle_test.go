package browser_test

import (
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// ticking counts the runs of a timer, and keeps what the page heard of its life.
const ticking = `<p>hello</p><script>
	globalThis.ticks = 0;
	globalThis.heard = [];
	setInterval(() => ticks++, 20);
	for (const type of ['visibilitychange', 'freeze', 'resume'])
		document.addEventListener(type, () => heard.push(type + ' ' + document.visibilityState));
	for (const type of ['offline', 'online', 'pageshow'])
		addEventListener(type, event => heard.push(type + (event.persisted ? ' persisted' : '')));
</script>`

func heard(tab *browser.Tab, event string) bool {
	return browser.Eval[bool](tab, `event => heard.includes(event)`, event)
}

func TestFreezeAndThaw(t *testing.T) {
	tab := open(t, ticking)
	other := open(t, ticking)
	tab.Freeze()
	before := browser.Eval[int](tab, `ticks`)
	// The same span, measured by a page that is not frozen.
	start := browser.Eval[int](other, `ticks`)
	other.WaitFor(`start => ticks > start + 10`, start)
	want(t, "ticks while frozen", browser.Eval[int](tab, `ticks`), before)
	tab.Thaw()
	tab.WaitFor(`before => ticks > before + 5`, before)
	for _, event := range []string{"freeze hidden", "resume hidden", "visibilitychange hidden", "visibilitychange visible"} {
		if !heard(tab, event) {
			t.Errorf("the page did not hear %q: %v", event, browser.Eval[[]string](tab, `heard`))
		}
	}
}

func TestHideAndShow(t *testing.T) {
	tab := open(t, ticking)
	tab.Hide()
	want(t, "hidden", heard(tab, "visibilitychange hidden"), true)
	tab.Show()
	want(t, "shown", heard(tab, "visibilitychange visible"), true)
}

func TestOffline(t *testing.T) {
	tab := open(t, ticking)
	const asked = `fetch('/').then(() => 'answered', error => error.name)`
	tab.Offline(true)
	want(t, "offline is heard", heard(tab, "offline"), true)
	want(t, "a request while offline", browser.Eval[string](tab, asked), "TypeError")
	tab.Offline(false)
	want(t, "online is heard", heard(tab, "online"), true)
	want(t, "a request while online", browser.Eval[string](tab, asked), "answered")
}

func TestCrash(t *testing.T) {
	origin := serve(t, map[string]string{"/": ticking})
	profile := browser.NewProfile(t)
	one, two := profile.NewTab(t), profile.NewTab(t)
	one.Open(origin)
	two.Open(origin)
	one.Run(`new Promise(held => void navigator.locks.request('x', () => new Promise(() => held())))`)
	want(t, "the lock is held", browser.Eval[int](two, `navigator.locks.query().then(all => all.held.length)`), 1)
	one.Crash()
	want(t, "the lock of the crashed tab is given on", browser.Eval[string](two, `navigator.locks.request('x', () => 'mine')`), "mine")
	one.Close()
}

func TestBackFromCache(t *testing.T) {
	origin := serve(t, map[string]string{"/": ticking, "/next": `<p>next</p>`})
	tab := browser.NewProfile(t).NewTab(t)
	tab.Open(origin + "/")
	tab.Run(`globalThis.mark = 'kept'`)
	tab.Open(origin + "/next")
	tab.Back()
	tab.WaitFor(`location.pathname === '/' && heard.includes('pageshow persisted')`)
	want(t, "the page's memory", browser.Eval[string](tab, `mark`), "kept")
}

func TestReload(t *testing.T) {
	tab := open(t, ticking)
	tab.Run(`globalThis.mark = 'old'`)
	tab.Reload()
	want(t, "the page's memory", browser.Eval[string](tab, `typeof mark`), "undefined")
}

func TestFrameCount(t *testing.T) {
	tab := open(t, `<p>hello</p>`)
	want(t, "frames before", tab.FrameCount(), 0)
	tab.Run(`new Promise(loaded => {
		const frame = document.createElement('iframe');
		frame.hidden = true;
		frame.onload = () => loaded();
		document.body.append(frame);
	})`)
	want(t, "frames", tab.FrameCount(), 1)
	tab.Run(`document.querySelector('iframe').remove()`)
	want(t, "frames after", tab.FrameCount(), 0)
}

func TestOpenBroken(t *testing.T) {
	tab := open(t, ticking)
	// Port 9 is for discarding; nothing listens on it, and Chromium does not even ask.
	want(t, "error", tab.OpenBroken("http://localhost:9/"), "net::ERR_UNSAFE_PORT")
}
