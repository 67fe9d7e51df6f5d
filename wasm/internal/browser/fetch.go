//go:build js

package browser

import (
	"errors"
	"strconv"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewFetch is fetch for the client's own requests: no cookies and no referrer
// go out, nothing is cached, a redirect is an error, and so is a body over
// [client.MaxBody] bytes, which is cut off and not read to its end. caller has the
// method fetch: the window, or the loader, which may have asked already.
func NewFetch(caller jsx.Value) func(ctx context.Context, request client.Request) (client.Response, error) {
	return func(ctx context.Context, request client.Request) (client.Response, error) {
		controller, err := construct("AbortController")
		if err != nil {
			return client.Response{}, err
		}
		// To abort what is over does nothing; what is not over is given up.
		defer func() { must(controller.Call("abort")) }()

		signal, err := controller.Get("signal")
		if err != nil {
			return client.Response{}, err
		}
		promise, err := caller.Call("fetch", request.URL, fetchOptions(request, signal))
		if err != nil {
			return client.Response{}, err
		}
		response, err := jsx.Await(ctx, promise)
		if err != nil {
			return client.Response{}, err
		}
		return readResponse(ctx, response)
	}
}

func fetchOptions(request client.Request, signal jsx.Value) map[string]any {
	headers := map[string]any{}
	for name, value := range request.Header {
		headers[name] = value
	}
	options := map[string]any{
		"method":         request.Method,
		"headers":        headers,
		"mode":           "cors",
		"credentials":    "omit",
		"redirect":       "error",
		"cache":          "no-store",
		"referrerPolicy": "no-referrer",
		"signal":         signal,
	}
	if request.Body != "" {
		options["body"] = request.Body // GET takes none, not even an empty one
	}
	return options
}

func readResponse(ctx context.Context, response jsx.Value) (client.Response, error) {
	status, err := response.GetFloat("status")
	if err != nil {
		return client.Response{}, err
	}
	stream, err := response.Get("body")
	if err != nil {
		return client.Response{}, err
	}
	var body []byte
	if !stream.IsMissing() {
		if body, err = readStream(ctx, stream); err != nil {
			return client.Response{}, err
		}
	}
	return client.Response{Status: int(status), Body: string(body)}, nil
}

func readStream(ctx context.Context, stream jsx.Value) ([]byte, error) {
	reader, err := stream.Call("getReader")
	if err != nil {
		return nil, err
	}
	var body []byte
	for {
		chunk, last, err := readChunk(ctx, reader)
		if err != nil {
			return nil, err
		}
		if last {
			return body, nil
		}
		size, err := chunk.Length()
		if err != nil {
			return nil, err
		}
		if len(body)+size > client.MaxBody {
			return nil, errors.New("browser: the response is longer than " + strconv.Itoa(client.MaxBody) + " bytes")
		}
		data, err := chunk.Bytes()
		if err != nil {
			return nil, err
		}
		body = append(body, data...)
	}
}

func readChunk(ctx context.Context, reader jsx.Value) (chunk jsx.Value, last bool, err error) {
	promise, err := reader.Call("read")
	if err != nil {
		return jsx.Value{}, false, err
	}
	result, err := jsx.Await(ctx, promise)
	if err != nil {
		return jsx.Value{}, false, err
	}
	if last, err = result.GetBool("done"); err != nil || last {
		return jsx.Value{}, last, err
	}
	chunk, err = result.Get("value")
	return chunk, false, err
}
