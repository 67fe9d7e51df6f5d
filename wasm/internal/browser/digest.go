//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewDigest is SHA-256 by WebCrypto.
func NewDigest() func(ctx context.Context, data []byte) ([]byte, error) {
	return func(ctx context.Context, data []byte) ([]byte, error) {
		buffer, err := subtle(ctx, "digest", "SHA-256", data)
		if err != nil {
			return nil, err
		}
		array, err := construct("Uint8Array", buffer)
		if err != nil {
			return nil, err
		}
		return array.Bytes()
	}
}

// subtle awaits a method of crypto.subtle.
func subtle(ctx context.Context, method string, args ...any) (jsx.Value, error) {
	promise, err := call([]string{"crypto", "subtle", method}, args...)
	if err == nil {
		return jsx.Await(ctx, promise)
	}
	if subtle, _ := jsx.Global().Get("crypto", "subtle"); subtle.IsMissing() {
		err = errors.New("browser: WebCrypto is missing, for the page is no secure context: " +
			"serve it over https, or from localhost")
	}
	return jsx.Value{}, err
}
