package demo_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// place is a window that a forged message comes from.
type place struct {
	window string
	here   bool // it shows a page of this page's origin, not of the server's
}

var (
	thisPage     = place{window: `globalThis`, here: true}
	anotherFrame = place{window: `other.contentWindow`}
	theFrame     = place{window: `document.querySelector('iframe[src*="prompt=none"]').contentWindow`}
	theFrameHere = place{window: theFrame.window, here: true}
)

// forgeries are what may be posted at a page while it waits for the server's answer; post is an arrow function of the
// right state. With mode redirect the answer is the address of silent.html, and this page's origin is the right one.
var forgeries = []struct {
	mode, name string
	from       place
	post       string
}{
	{"web_message", "a code from this page", thisPage, code},
	{"web_message", "an error from this page", thisPage, refusal},
	{"web_message", "a code from another window of the server", anotherFrame, code},
	{"web_message", "an error from another window of the server", anotherFrame, refusal},
	{"web_message", "a code from the frame while it is elsewhere", theFrameHere, code},
	{"web_message", "an error from the frame while it is elsewhere", theFrameHere, refusal},
	{"web_message", "a code with a wrong state", theFrame, `() => ({ type: 'authorization_response', response: { code: 'x', state: 'guessed' } })`},
	{"web_message", "a code without state", theFrame, `() => ({ type: 'authorization_response', response: { code: 'x' } })`},
	{"web_message", "an error with a wrong state", theFrame, `() => ({ type: 'authorization_response', response: { error: 'login_required', state: 'guessed' } })`},
	{"web_message", "an error without state", theFrame, `() => ({ type: 'authorization_response', response: { error: 'login_required' } })`},
	{"web_message", "a state in an array", theFrame, `state => ({ type: 'authorization_response', response: { error: 'login_required', state: [state] } })`},
	{"web_message", "code and error", theFrame, `state => ({ type: 'authorization_response', response: { code: 'x', error: 'login_required', state } })`},
	{"web_message", "neither code nor error", theFrame, `state => ({ type: 'authorization_response', response: { state } })`},
	{"web_message", "another type", theFrame, `state => ({ type: 'relay_request', response: { error: 'login_required', state } })`},
	{"web_message", "no type", theFrame, `state => ({ response: { error: 'login_required', state } })`},
	{"web_message", "a response that is text", theFrame, `state => ({ type: 'authorization_response', response: 'error=login_required&state=' + state })`},
	{"web_message", "a map", theFrame, `state => new Map([['type', 'authorization_response'], ['response', { error: 'login_required', state }]])`},
	{"web_message", "an array", theFrame, `state => ['authorization_response', { error: 'login_required', state }]`},
	{"web_message", "JSON", theFrame, `state => JSON.stringify({ type: 'authorization_response', response: { error: 'login_required', state } })`},
	{"web_message", "nothing", theFrame, `() => null`},
	{"web_message", "an address, as of silent.html", theFrame, address},
	{"redirect", "an address from this page", thisPage, address},
	{"redirect", "an address from another window", anotherFrame, address},
	{"redirect", "an address from the frame while it is elsewhere", theFrame, address},
	{"redirect", "an address with a wrong state", theFrameHere, `() => location.origin + '/spa-session/silent.html?error=login_required&state=guessed'`},
	{"redirect", "an address without state", theFrameHere, `() => location.origin + '/spa-session/silent.html?error=login_required'`},
	{"redirect", "a state in the fragment", theFrameHere, `state => location.origin + '/spa-session/silent.html?error=login_required#state=' + state`},
	{"redirect", "an object, as the server posts", theFrameHere, refusal},
}

const (
	code    = `state => ({ type: 'authorization_response', response: { code: 'x', state } })`
	refusal = `state => ({ type: 'authorization_response', response: { error: 'login_required', state } })`
	address = `state => location.origin + '/spa-session/silent.html?error=login_required&state=' + state`
)

// An impostor is the page that silent requests are answered with before the true answer: it posts what it is told to
// whoever frames it. It does not come to its end until the gate is opened, as a page does that is slow to load: else the
// client would take it for one that says nothing.
type impostor struct {
	gate *gate
	home string // the storefront's origin where the page stands there; "" at the server
}

const echo = `<!doctype html><script>onmessage = ({ data }) => parent.postMessage(data, '*'); parent.postMessage('ready', '*')</script>`

func (i impostor) atServer(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		silent := r.URL.Path == "/authorize" && r.URL.Query().Get("prompt") == "none"
		onwards := "http://" + r.Host + r.URL.RequestURI() + "&real=1"
		switch {
		case r.URL.Path == "/other":
			write(w, echo)
		case !silent || r.URL.Query().Has("real"):
			next.ServeHTTP(w, r)
		case i.home != "":
			http.Redirect(w, r, i.home+"/impostor?"+url.Values{"then": {onwards}}.Encode(), http.StatusFound)
		default:
			i.pose(w, r, onwards)
		}
	})
}

func (i impostor) atStorefront(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/impostor" {
			i.pose(w, r, r.URL.Query().Get("then"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (i impostor) pose(w http.ResponseWriter, r *http.Request, then string) {
	write(w, echo)
	must(http.NewResponseController(w).Flush())
	select {
	case <-i.gate.open:
		onwards, err := json.Marshal(then)
		must(err)
		write(w, "<script>location.replace("+string(onwards)+")</script>")
	case <-r.Context().Done():
	}
}

func write(w http.ResponseWriter, html string) {
	w.Header().Set("Content-Type", "text/html")
	_, err := w.Write([]byte(html))
	must(err)
}

func TestForgedMessagesChangeNothingAndTheRealAnswerWins(t *testing.T) {
	s := signedIn(t, 10*time.Minute, flows)
	s.Fault(impostor{}.atServer)
	mode := ""
	for _, row := range forgeries {
		t.Run(row.mode+": "+row.name, func(t *testing.T) {
			s := s.in(t)
			if row.mode != mode {
				mode = row.mode
				s.Fault(nil)
				s.Open(s.Storefront + "/account/orders")
				s.remake(`{ silent: { mode: '` + mode + `' } }`)
				s.wantStatus("active")
				s.Fault(impostor{}.atServer)
				s.Run(`as => {
					globalThis.heard = []
					addEventListener('message', ({ data }) => { heard.push(data) })
					globalThis.other = document.createElement('iframe')
					other.src = as + '/other'
					document.body.append(other)
				}`, s.AS)
				s.WaitFor(`heard.length === 1`)
			}
			i := impostor{gate: newGate()}
			if row.from == theFrameHere {
				i.home = s.Storefront
			}
			s.Fault(i.atServer)
			s.FaultStorefront(i.atStorefront)
			questions := func() int {
				return len(s.Requests("GET /authorize", silent, func(values url.Values) bool { return !values.Has("real") }))
			}
			before := questions()
			s.Run(`() => {
				heard.length = 0
				globalThis.outcome = undefined
				c.continueSession().then(() => outcome = 'continued', error => outcome = error.code)
			}`)
			s.WaitFor(`heard.length === 1`) // the impostor is ready
			s.Run(`() => {
				globalThis.state = new URL(document.querySelector('iframe[src*="prompt=none"]').src).searchParams.get('state')
				` + row.from.window + `.postMessage((` + row.post + `)(state), '*')
			}`)
			s.WaitFor(`heard.length === 2`)
			s.Run(`new Promise(resolve => setTimeout(resolve))`)
			want(t, "the outcome of a forgery", browser.Eval[string](s.Tab, `String(outcome)`), "undefined")
			s.wantStatus("active")
			close(i.gate.open)
			s.await("continued")
			want(t, "silent requests", questions()-before, 1)
			want(t, "frames that are left, beside the other", s.FrameCount(), 1)
		})
	}
	wantClean(t, s.Tab)
}
