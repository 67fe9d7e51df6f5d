//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewFetch is fetch for the client's own requests, as web/ask.js makes them: no cookies
// and no referrer go out, nothing is cached, a redirect is an error, and so is a body over
// [client.MaxBody] bytes. host is the loader, whose method fetch gives the answer to what
// it has asked for already.
func NewFetch(host jsx.Value) func(ctx context.Context, request client.Request) (client.Response, error) {
	return func(ctx context.Context, request client.Request) (client.Response, error) {
		headers := map[string]any{}
		for name, value := range request.Header {
			headers[name] = value
		}
		asked, err := host.Call("fetch", request.URL, request.Method, headers, request.Body)
		if err != nil {
			return client.Response{}, err
		}
		parts := must(asked.Items())
		answer, err := jsx.Await(ctx, parts[0])
		if ctx.Err() != nil {
			must(parts[1].Invoke())
		}
		if err != nil {
			return client.Response{}, err
		}
		read := must(answer.GetAll("status", "body", "age"))
		return client.Response{
			Status: int(must(read[0].Float())),
			Body:   must(read[1].String()),
			Age:    int64(must(read[2].Float())),
		}, nil
	}
}
