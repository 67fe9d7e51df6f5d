package client_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// deaf loses every announcement.
type deaf struct{}

func (deaf) Ring()                       {}
func (deaf) Listen(func()) (stop func()) { return func() {} }

func TestAWriteTakesInWhatItWritesOver(t *testing.T) {
	for _, input := range []bool{false, true} {
		inWorld(t, 2*time.Minute, func(t *testing.T, w *world) {
			w.ports = func(p *client.Ports) { p.Channel = deaf{} }
			a := w.logIn()
			b := w.second()
			w.pass(20 * time.Second)
			if err := a.ContinueSession(t.Context()); err != nil {
				t.Fatal(err)
			}
			if input {
				b.tab.Signal(client.Input) // published before b has read of a's touch
			}
			w.pass(45 * time.Second)
			a.want(deadline.Active)
			b.want(deadline.Active)
		})
	}
}
