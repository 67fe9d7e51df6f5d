package client_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// Twenty restored tabs wait behind one that has frozen with the lock: they rob it
// once, and then ask one after the other.
func TestTabsBehindAFrozenHolderDoNotRobOneAnother(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		first := w.logIn()
		lease, err := first.tab.Ports().Lock(context.Background(), "spa-session:"+issuer+":storezero", false)
		if err != nil {
			t.Fatal(err)
		}
		var mu sync.Mutex
		asking, most := 0, 0
		w.fault(func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/authorize" {
					mu.Lock()
					asking++
					most = max(most, asking)
					mu.Unlock()
					time.Sleep(200 * time.Millisecond)
					mu.Lock()
					asking--
					mu.Unlock()
				}
				next.ServeHTTP(rw, r)
			})
		})
		w.forget()
		var pages []*page
		done := make(chan struct{}, 10)
		for range 10 {
			tab := w.browser.Open(shop + "/")
			p := &page{tab: tab, w: w}
			pages = append(pages, p)
			go func() { *p = *w.open(tab); done <- struct{}{} }()
		}
		w.pass(30 * time.Second)
		for range pages {
			<-done
		}
		synctest.Wait()
		select {
		case <-lease.Lost:
		default:
			t.Error("the frozen tab still has the lock")
		}
		for _, p := range pages {
			p.want(deadline.Active)
		}
		if most != 1 {
			t.Errorf("%d tabs asked at the same time", most)
		}
		w.asked(10)
	})
}

// When the first of many hears that there is no session, the others need not ask.
func TestTheEndSparesTheTabsThatWait(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		first := w.logIn()
		if err := w.server.EndSession(first.GetIDTokenClaims().String("sid")); err != nil {
			t.Fatal(err)
		}
		release := hold(w, "/authorize")
		w.forget()
		done := make(chan *page, 5)
		for range 5 {
			go func() { done <- w.open(w.browser.Open(shop + "/")) }()
		}
		w.pass(time.Second)
		release()
		for range 5 {
			(<-done).want(deadline.SignedOut)
		}
		w.asked(1)
	})
}

// A session check that nobody was there for is made when somebody is.
func TestACheckWaitsForSomebody(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		first := w.logIn()
		lease, err := first.tab.Ports().Lock(context.Background(), "spa-session:"+issuer+":storezero", false)
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan *page, 1)
		go func() { done <- w.open(w.browser.Open(shop + "/")) }()
		w.pass(time.Second)
		w.browser.Clock.SetBy(10 * time.Minute) // the lid is closed while it waits
		lease.Release()
		p := <-done
		w.pass(time.Second)
		p.want(deadline.Loading)
		w.asked(0)
		p.tab.Signal(client.Input)
		w.pass(2 * time.Second)
		p.want(deadline.Active)
	})
}

// A touch that was sent before the wall clock was set back is as old as it is,
// for whoever reads of it.
func TestATouchAcrossAStepBack(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		b := w.second()
		release := holdAfter(w, "/authorize")
		go func() { _ = a.ContinueSession(context.Background()) }() // its outcome is what b shows
		w.pass(3 * time.Second)
		w.browser.Clock.SetBy(-time.Hour)
		release()
		w.pass(2 * time.Second)
		for _, p := range []*page{a, b} {
			p.want(deadline.Active)
			if age := w.browser.Clock.Now().Wall - (p.Snapshot().IdleDeadline - 120_000); age < 4900 || age > 5100 {
				t.Errorf("the touch is %d ms old", age)
			}
		}
	})
}
