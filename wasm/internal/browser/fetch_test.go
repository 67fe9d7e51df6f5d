//go:build js

package browser

import (
	"errors"
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// asking is a loader whose fetch gives an answer, and keeps what it was asked and how many
// of it were aborted. How the real one asks, web/ask_test.go shows.
func asking(t *testing.T, answer string) jsx.Value {
	t.Helper()
	return eval(t, `{
		asked: [], aborted: 0,
		fetch(...args) {
			this.asked.push(args)
			return [`+answer+`, () => { this.aborted++ }]
		},
	}`)
}

func TestFetchAsksTheLoader(t *testing.T) {
	noLeak(t)
	host := asking(t, "Promise.resolve({ status: 418, body: '{}', age: 12.6 })")
	request := client.Request{Method: "POST", URL: "https://as.example/token", Header: map[string]string{"A": "b"}, Body: "c=d"}
	got, err := NewFetch(host)(t.Context(), request)
	if want := (client.Response{Status: 418, Body: "{}", Age: 12}); err != nil || got != want {
		t.Errorf("got %v, %v", got, err)
	}
	asked := []any{[]any{"https://as.example/token", "POST", map[string]any{"A": "b"}, "c=d"}}
	if got := tree(t, must(host.Get("asked"))); !reflect.DeepEqual(got, asked) {
		t.Errorf("asked %v, want %v", got, asked)
	}
	if n := must(host.GetFloat("aborted")); n != 0 {
		t.Error("what is over was aborted")
	}
}

func TestFetchFailsAsTheLoadersDoes(t *testing.T) {
	noLeak(t)
	_, err := NewFetch(asking(t, "Promise.reject(new TypeError('Failed to fetch'))"))(t.Context(), client.Request{Method: "GET"})
	if !jsx.Thrown(err, "TypeError") {
		t.Errorf("got %v", err)
	}
}

func TestFetchEndsWithItsContext(t *testing.T) {
	noLeak(t)
	host := asking(t, "new Promise((_, reject) => { globalThis.giveUp = reject })")
	ctx, cancel := context.WithCancel(t.Context())
	answered := make(chan error)
	go func() {
		_, err := NewFetch(host)(ctx, client.Request{Method: "GET", URL: "https://as.example/keys"})
		answered <- err
	}()
	turn(t)
	cancel()
	if err := <-answered; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if n := must(host.GetFloat("aborted")); n != 1 {
		t.Errorf("it was aborted %v times", n)
	}
	eval(t, "giveUp()") // as the browser does then
}
