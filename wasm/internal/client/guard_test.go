package client_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// curtain is a guard that remembers, and what was shown whenever it rose.
type curtain struct {
	mu    sync.Mutex
	falls []bool
}

func (c *curtain) guard(config *client.Config) {
	config.Session.Guard = func(hidden bool) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.falls = append(c.falls, hidden)
	}
}

func (c *curtain) want(t *testing.T, falls ...bool) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !slices.Equal(c.falls, falls) {
		t.Errorf("the guard was told %v, want %v", c.falls, falls)
	}
	c.falls = nil
}

// stuck is a record that answers when it is let.
type stuck struct {
	client.Record
	gate chan struct{}
}

func (s stuck) Update(ctx context.Context, modify func(any) (any, bool)) error {
	select {
	case <-s.gate:
		return s.Record.Update(ctx, modify)
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func TestAPageThatReturnsShowsNothingBeforeItKnows(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		gate := make(chan struct{}, 100)
		for range 100 {
			gate <- struct{}{}
		}
		w.ports = func(p *client.Ports) { p.Record = stuck{p.Record, gate} }
		var c curtain
		b := w.second(c.guard)
		c.want(t)
		b.tab.Signal(client.Hidden)
		b.tab.Signal(client.Freeze) // into the back-forward cache
		c.want(t, true)
		for len(gate) > 0 {
			<-gate
		}
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		b.tab.Signal(client.Visible)
		b.tab.Signal(client.Resume)
		synctest.Wait()
		c.want(t) // still hidden
		for range 100 {
			gate <- struct{}{}
		}
		b.want(deadline.SignedOut)
		c.want(t, false)
	})
}

// What is shown again is not what was hidden: the app is told of the logout first.
func TestTheGuardRisesAfterTheApplicationWasTold(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		a := w.logIn()
		var b *page
		var seen []deadline.Status
		b = w.second(func(c *client.Config) {
			c.Session.Guard = func(hidden bool) {
				if !hidden {
					snapshots := b.rec.Snapshots()
					seen = append(seen, snapshots[len(snapshots)-1].Status)
				}
			}
		})
		w.ports = nil
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		b.tab.Signal(client.Resume)
		synctest.Wait()
		if !slices.Equal(seen, []deadline.Status{deadline.SignedOut}) {
			t.Errorf("when the guard rose the app had been told of %v", seen)
		}
	})
}

func TestAWakeHidesUntilTheRecordIsRead(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var c curtain
		p := w.logIn(c.guard)
		synctest.Wait()                         // the watch has looked at the clock
		w.browser.Clock.SetBy(10 * time.Second) // a nap
		w.pass(1500 * time.Millisecond)
		c.want(t, true, false)
		p.want(deadline.Active)
		w.pass(10 * time.Second)
		c.want(t)
	})
}

func TestAnotherUserStaysHidden(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		var c curtain
		a := w.logIn()
		b := w.second(c.guard)
		if err := a.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
			t.Fatal(err)
		}
		callback, err := w.browser.LogIn(a.tab.Left(), "grace@storezero.example", "nanosecond")
		if err != nil {
			t.Fatal(err)
		}
		a.Close()
		w.open(a.tab.Reload(callback)).want(deadline.Active)
		b.want(deadline.SignedOut)
		if s := b.Snapshot(); s.Reason != client.ReasonUserChanged || s.User != nil {
			t.Errorf("reason %q, user %v", s.Reason, s.User)
		}
		c.want(t, true)
		b.tab.Signal(client.Resume)
		w.pass(time.Minute)
		c.want(t)
	})
}

func TestTabsThatKeepToThemselves(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Record, p.Channel = client.Alone() }
		a := w.logIn()
		b := w.second()
		if w.browser.Stored() != nil {
			t.Errorf("the shared record holds %v", w.browser.Stored())
		}
		if err := a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}); err != nil {
			t.Fatal(err)
		}
		w.pass(40 * time.Second)
		b.want(deadline.Active)
		a.want(deadline.SignedOut)
		// The hint is the browser's: a page that is opened now asks nothing.
		w.forget()
		w.open(w.browser.Open(shop + "/")).want(deadline.SignedOut)
		w.asked(0)
	})
}

// Where storage refuses, each tab is on its own and none is lost.
func TestARecordThatThrowsLeavesATabOnItsOwn(t *testing.T) {
	inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Record = refusing{} }
		p := w.logIn()
		for range 60 {
			w.pass(5 * time.Second)
			p.tab.Signal(client.Input)
		}
		p.want(deadline.Active)
		w.pass(121 * time.Second)
		p.want(deadline.Idle)
		p.tab.Signal(client.Press)
		p.want(deadline.Ended)
	})
}

type refusing struct{}

func (refusing) Hold() func() { return func() {} }

func (refusing) Update(context.Context, func(any) (any, bool)) error {
	return errors.New("this browser keeps nothing")
}
