package client_test

import (
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// The clocks part while another tab's touch is in the record: it is read first.
func TestAWakeShowsNothingBeforeTheRecordIsRead(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Channel = deaf{} }
		a := w.logIn()
		b := w.second()
		w.pass(40 * time.Second)
		if err := a.ContinueSession(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.pass(6 * time.Second)
		w.browser.Clock.SetBy(20 * time.Second)
		w.pass(3 * time.Second)
		b.want(deadline.Active)
		if n := b.rec.Count(client.EventWarning); n != 0 {
			t.Errorf("%d warnings before the record was read: %v", n, b.rec.Events())
		}
	})
}

// A refused login is told, and does not sign anybody out.
func TestADeniedLoginIsTold(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{Prompt: "login"}); err != nil {
			t.Fatal(err)
		}
		state := query(t, p.tab.Left()).Get("state")
		p.Close()
		back := w.open(p.tab.Reload(shop + "/callback?error=access_denied&iss=" + url.QueryEscape(issuer) + "&state=" + state))
		t.Log(back.Snapshot().Status, back.Snapshot().Err)
		w.pass(2 * time.Second)
		s := back.Snapshot()
		t.Log(s.Status, s.Err, back.rec.Events())
		if s.Err == nil {
			t.Error("why the login failed was shown for a second")
		}
	})
}

// What comes after a freeze is dropped.
func TestAFreezeDropsTheResult(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		slow := false
		gate := make(chan struct{})
		w.ports = func(p *client.Ports) {
			real := p.Record
			p.Record = slowRecord{real, &slow, gate}
		}
		p := w.logIn()
		w.pass(31 * time.Second)
		before := p.Snapshot().IdleDeadline
		release := hold(w, "/oauth/token")
		p.tab.Signal(client.Input)
		w.pass(100 * time.Millisecond)
		slow = true // from here on the database answers nobody
		release()
		w.pass(100 * time.Millisecond) // confirm waits for the record
		p.tab.Signal(client.Freeze)
		w.pass(10 * time.Millisecond)
		t.Log(p.Snapshot().IdleDeadline-before, p.Snapshot().Err)
		if p.Snapshot().IdleDeadline != before {
			t.Error("the abandoned answer was taken in")
		}
		slow = false
		close(gate)
	})
}

type slowRecord struct {
	client.Record
	slow *bool
	gate chan struct{}
}

func (r slowRecord) Update(ctx context.Context, modify func(any) (any, bool)) error {
	if *r.slow {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.gate:
		}
	}
	return r.Record.Update(ctx, modify)
}

// A page is frozen as it opens, while it reads the record, and the user logs in in
// another tab. The hint of that login is not this page's to forget: it is by the hint
// that all others go.
func TestAPageFrozenAsItOpensForgetsNoLaterLogin(t *testing.T) {
	for name, read := range map[string]bool{"before it has read": false, "after": true} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				a := w.logIn()
				failIf(t, a.Logout(t.Context(), client.LogoutOptions{LocalOnly: true}))
				failIf(t, a.LoginWithRedirect(t.Context(), client.LoginOptions{}))
				w.ports = func(p *client.Ports) {
					p.Channel = deaf{}
					p.Record = &frozenRecord{Record: p.Record, read: read, meanwhile: func() {
						w.ports = nil
						w.comeBack(a)
					}}
				}
				b := w.open(w.browser.Open(shop + "/"))
				b.tab.Signal(client.Resume)
				b.want(deadline.Active)
				w.wantHint(1)
				w.second()
			})
		})
	}
}

// frozenRecord has something happen while its page stands still in the first access.
type frozenRecord struct {
	client.Record
	read      bool // by then it has been read
	meanwhile func()
	once      sync.Once
}

func (r *frozenRecord) Update(ctx context.Context, modify func(any) (any, bool)) error {
	if !r.read {
		r.once.Do(r.meanwhile)
	}
	err := r.Record.Update(ctx, modify)
	r.once.Do(r.meanwhile)
	return err
}

// A logout that the server could not be told of.
func TestALogoutWhileOfflineIsOwed(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		again := w.open(p.tab.Reload(shop + "/"))
		_ = again
		fresh := w.open(p.tab.Reload(shop + "/"))
		w.network.SetDown(true)
		fresh.tab.Signal(client.Offline)
		if err := fresh.Logout(t.Context(), client.LogoutOptions{}); code(err) != client.NoNetwork || fresh.tab.Left() != "" {
			t.Errorf("Logout: %v, and the page was left for %q", err, fresh.tab.Left())
		}
		fresh.want(deadline.SignedOut)
		w.network.SetDown(false)
		fresh.tab.Signal(client.Online)
		if err := fresh.LoginWithRedirect(t.Context(), client.LoginOptions{}); err != nil {
			t.Fatal(err)
		}
		if got := query(t, fresh.tab.Left()).Get("prompt"); got != "login" {
			t.Errorf("the login after a logout that the server never saw has prompt %q", got)
		}
	})
}
