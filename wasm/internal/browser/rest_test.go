//go:build js

package browser

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// The loader remembers what is there; whoever asks after a failure asks anew.
func TestTheRestIsAskedForUntilItIsThere(t *testing.T) {
	host := eval(t, `({ asked: 0, async rest() { if (++this.asked === 1) throw new Error('no network') } })`)
	rest := NewRest(host)
	if err := rest(context.Background()); err == nil {
		t.Error("a failure is told to nobody")
	}
	if err := rest(context.Background()); err != nil {
		t.Error(err)
	}
	if asked, err := host.GetFloat("asked"); err != nil || asked != 2 {
		t.Errorf("asked %v times, %v", asked, err)
	}
}
