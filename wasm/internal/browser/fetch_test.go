//go:build js

package browser

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// respond makes fetch answer with what an expression gives, which may use the
// signal; requests are kept in fetch.seen.
func respond(t *testing.T, response string) {
	t.Helper()
	replace(t, "fetch", `{value: Object.assign(async (url, options) => {
		const {signal} = options
		fetch.seen.push([url, {...options, signal: signal.aborted}])
		fetch.signal = signal
		return `+response+`
	}, {seen: []})}`)
}

func get(url string) client.Request { return client.Request{Method: "GET", URL: url} }

func TestFetchSendsNothingOfTheUser(t *testing.T) {
	noLeak(t)
	respond(t, "new Response('body')")
	fetch := NewFetch(jsx.Global())
	post := client.Request{Method: "POST", URL: "https://as.example/token", Header: map[string]string{"A": "b"}, Body: "c=d"}
	for _, request := range []client.Request{post, get("https://as.example/keys")} {
		if _, err := fetch(t.Context(), request); err != nil {
			t.Fatal(err)
		}
	}
	options := func(method string, headers map[string]any) map[string]any {
		return map[string]any{"method": method, "headers": headers, "mode": "cors", "credentials": "omit", "redirect": "error",
			"cache": "no-store", "referrerPolicy": "no-referrer", "signal": false}
	}
	posted := options("POST", map[string]any{"A": "b"})
	posted["body"] = "c=d"
	want := []any{
		[]any{"https://as.example/token", posted},
		[]any{"https://as.example/keys", options("GET", map[string]any{})},
	}
	if got := tree(t, eval(t, "fetch.seen")); !reflect.DeepEqual(got, want) {
		t.Errorf("sent %v, want %v", got, want)
	}
}

func TestFetchReadsStatusAndBody(t *testing.T) {
	noLeak(t)
	const chunks = `new Response(new ReadableStream({start(c) {
		for (const part of ['{"a":', '"\u65e5', '"}']) c.enqueue(new TextEncoder().encode(part))
		c.close()
	}}), {status: 418})`
	for response, want := range map[string]client.Response{
		"new Response('body')":              {Status: 200, Body: "body"},
		"new Response('', {status: 500})":   {Status: 500},
		"new Response(null, {status: 204})": {Status: 204},
		"new Response('no', {status: 401})": {Status: 401, Body: "no"},
		chunks:                              {Status: 418, Body: `{"a":"日"}`},
		"new Response('x'.repeat(1 << 20))": {Status: 200, Body: strings.Repeat("x", client.MaxBody)},
	} {
		respond(t, response)
		got, err := NewFetch(jsx.Global())(t.Context(), get("https://as.example/"))
		if err != nil || got != want {
			t.Errorf("%s: %.80v, %v", response, got, err)
		}
	}
}

func TestFetchOfTheRealThing(t *testing.T) {
	noLeak(t)
	fetch := NewFetch(jsx.Global())
	got, err := fetch(t.Context(), get("data:text/plain,from%20an%20address"))
	if want := (client.Response{Status: 200, Body: "from an address"}); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	page, err := fetch(t.Context(), get("/"))
	if err != nil || page.Status != 200 || !strings.Contains(page.Body, "doneButton") {
		t.Errorf("%.200v, %v", page, err)
	}
	_, err = fetch(t.Context(), get("blob:nothing"))
	if !jsx.Thrown(err, "TypeError") {
		t.Errorf("a network failure gives %v", err)
	}
	_, err = fetch(t.Context(), client.Request{Method: "GET", URL: "/", Body: "x"})
	if !jsx.Thrown(err, "TypeError") {
		t.Errorf("a GET with a body gives %v", err)
	}
}

func TestFetchCutsOffALongBody(t *testing.T) {
	noLeak(t)
	for name, response := range map[string]string{
		"endless": `new Response(new ReadableStream({
			pull(c) { c.enqueue(new Uint8Array(1 << 16)) },
			cancel() { fetch.cancelled = true },
		}))`,
		"one byte": "new Response('x'.repeat((1 << 20) + 1))",
	} {
		t.Run(name, func(t *testing.T) {
			respond(t, response)
			got, err := NewFetch(jsx.Global())(t.Context(), get("https://as.example/"))
			wantError(t, err, "browser: the response is longer than 1048576 bytes")
			if got != (client.Response{}) {
				t.Error("something of it came back")
			}
			if tree(t, eval(t, "fetch.signal.aborted")) != true {
				t.Error("the request goes on")
			}
		})
	}
}

func TestFetchEndsWithItsContext(t *testing.T) {
	for name, response := range map[string]string{
		"before the response": "new Promise((_, reject) => signal.onabort = () => reject(signal.reason))",
		"in the body":         "new Response(new ReadableStream({start(c) { signal.onabort = () => c.error(signal.reason) }}))",
	} {
		t.Run(name, func(t *testing.T) {
			noLeak(t)
			respond(t, response)
			ctx, cancel := context.WithCancel(t.Context())
			answered := make(chan error)
			go func() {
				_, err := NewFetch(jsx.Global())(ctx, get("https://as.example/"))
				answered <- err
			}()
			turn(t)
			cancel()
			if err := <-answered; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			turn(t)
			if tree(t, eval(t, "fetch.signal.aborted")) != true {
				t.Error("the request goes on")
			}
		})
	}
}
