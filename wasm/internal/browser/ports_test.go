//go:build js

package browser

import (
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// The client says that no port may be nil, so a new one fails here until it has its file.
func TestEveryPortHasItsAdapter(t *testing.T) {
	scope := newScope(t)
	now, err := NewNow(jsx.Undefined())
	if err != nil {
		t.Fatal(err)
	}
	channel, err := NewChannel(scope, bellName)
	if err != nil {
		t.Fatal(err)
	}
	wake := NewWake(scope)
	ports := reflect.ValueOf(client.Ports{
		Now:      now,
		Wake:     wake,
		Random:   NewRandom(),
		Digest:   NewDigest(),
		Verify:   NewVerify(),
		Fetch:    NewFetch(jsx.Global()),
		Frame:    NewFrame(scope, jsx.Undefined()),
		Popup:    NewPopup(scope),
		Keeper:   NewKeeper(scope, jsx.Undefined(), "key"),
		Navigate: NewNavigate(),
		Record:   NewRecord(jsx.Undefined(), "key"),
		Store:    NewStore(),
		Lock:     NewLock(scope),
		Channel:  channel,
		Activity: NewActivity(scope, now, wake, dialogTag),
		JSON:     NewJSON(),
		URL:      NewURL(),
		Rest:     NewRest(jsx.Undefined()),
		Early:    NewEarly(scope, jsx.Undefined()),
	})
	for i := range ports.NumField() {
		if field := ports.Field(i); field.Kind() != reflect.Bool && field.IsNil() {
			t.Errorf("nothing is there for %s", ports.Type().Field(i).Name)
		}
	}
}
