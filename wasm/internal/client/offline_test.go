package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// A frame is not told that its answer will not come: it is waited for to the end,
// and then the network is what is said to be missing, not the server.
func TestTheNetworkGoesWhileAnAnswerIsWaitedFor(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.logIn()
		w.pass(31 * time.Second)
		w.fault(silence)
		p.tab.Signal(client.Input)
		w.pass(time.Second)
		p.tab.Signal(client.Offline)
		w.pass(12 * time.Second)
		p.want(deadline.Active)
		if s := p.Snapshot(); s.Err == nil || s.Err.Code != client.NoNetwork || !s.Offline {
			t.Errorf("without a network: error %v, offline %t", s.Err, s.Offline)
		}
		w.fault(nil)
		p.tab.Signal(client.Online)
		w.pass(time.Second)
		p.want(deadline.Active)
		if s := p.Snapshot(); s.Err != nil || s.Offline {
			t.Errorf("once it is back: error %v, offline %t", s.Err, s.Offline)
		}
		w.asked(2)
	})
}
