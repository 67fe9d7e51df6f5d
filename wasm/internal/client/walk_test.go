package client_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// TestClientInvariants walks one tab, a real client with random policies, through
// random events, and checks after each of them what must hold whatever happens:
//
//   - no deadline moves without a touch that the server has confirmed,
//   - nothing reaches the server without a present user,
//   - no session ends but by the server's word, a logout or another user,
//   - the dialog is open exactly when the clock and the app's policies say,
//   - and in the end the user comes back, and finds a way on.
//
// The deadlines themselves are checked to the millisecond in package deadline.
func TestClientInvariants(t *testing.T) {
	const workers, batch = 4, 50
	for worker := range uint64(workers) {
		t.Run(fmt.Sprint(worker), func(t *testing.T) {
			t.Parallel()
			for first := worker * batch; first < walks && !t.Failed(); first += workers * batch {
				synctest.Test(t, func(t *testing.T) {
					for seed := first; seed < first+batch && !t.Failed(); seed++ {
						if problem, story := walkClient(seed); problem != "" {
							t.Errorf("seed %d: %s\n%s", seed, problem, story)
						}
					}
				})
			}
		})
	}
}

// walk is one tab and what the test knows of it.
type walk struct {
	*simulation
	tab    *simTab
	policy *client.Session
	words  modal.Strings

	known     []simTouch       // that the server has confirmed, the earliest first
	matched   int              // the one that the deadlines count from
	last      deadline.Instant // of the last look at the clock
	status    deadline.Status  // shown last
	user      *client.User     // shown last
	refused   int              // refusals that were answered before that
	loggedOut bool             // the user has logged out since the last login
	visible   bool
	dismissed bool
}

func walkClient(seed uint64) (problem, story string) {
	w := &walk{
		simulation: &simulation{
			server:   &simServer{idle: 60 * time.Second, codes: map[string]simGrant{}},
			seed:     seed,
			rand:     rand.New(rand.NewPCG(seed, 11)),
			bells:    map[*simTab]func(){},
			touches:  map[string]deadline.Instant{},
			inFlight: map[*simTab]bool{},
			begun:    time.Now(),
		},
		visible: true,
		words:   noWords,
	}
	w.browser = clienttest.NewBrowser(&clienttest.Network{})
	w.policy = config().Session
	w.policy.Lifetimes = simLifetimes
	w.policy.ExtendOnActivity = !w.chance(4)
	w.policy.OnIdle = []client.OnIdle{client.IdleRecheck, client.IdleRecheckOnFocus, client.IdleShowLogin, client.IdleRedirect}[w.pick(4)]
	w.policy.OnSessionEnd = []client.OnSessionEnd{client.EndDialog, client.EndRedirect, client.EndEvent}[w.pick(3)]
	if w.chance(4) {
		w.policy.Lifetimes.Absolute = 90_000
	}
	w.alter = func(c *client.Config) { c.Session = w.policy }
	w.changed = w.follow
	w.last = w.browser.Clock.Now()
	w.tab = w.open(w.browser.Open(shop + "/"))
	w.wait(time.Second)
	w.logIn("ada")
	for range 3 + w.pick(7) {
		w.step()
		w.wait([]time.Duration{1100 * time.Millisecond, 2 * time.Second, 9 * time.Second, 21 * time.Second}[w.pick(4)])
		w.check()
		if w.problem != "" {
			break
		}
	}
	if w.problem == "" {
		w.comeBack()
	}
	w.tab.bury()
	synctest.Wait()
	return w.problem, w.story.String()
}

// wait lets time pass, and anchors what is known anew where the clocks parted.
func (w *walk) wait(d time.Duration) {
	w.rebase()
	time.Sleep(d)
	synctest.Wait()
	w.rebase()
}

func (w *walk) rebase() {
	w.note()
	now := w.browser.Clock.Now()
	if w.last.Parted(now) {
		for i := range w.known {
			w.known[i].sent = w.known[i].sent.Rebase(now)
		}
	}
	w.last = now
}

// logIn leaves the page for the server and comes back.
func (w *walk) logIn(sub string) {
	w.server.mu.Lock()
	down := w.server.down
	w.server.mu.Unlock()
	if down {
		return
	}
	w.tell("%s logs in", sub)
	if err := w.tab.LoginWithRedirect(context.Background(), client.LoginOptions{}); err != nil {
		w.fail("login: %v", err)
		return
	}
	address := w.server.logIn(w.tab.tab.Left(), sub)
	w.loggedOut, w.status = false, ""
	w.known = append(w.known, simTouch{sent: w.browser.Clock.Now(), sub: sub})
	w.tab = w.reload(w.tab, address)
	w.visible = true
	w.wait(time.Second)
}
