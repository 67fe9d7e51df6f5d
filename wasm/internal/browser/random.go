//go:build js

package browser

// NewRandom is crypto.getRandomValues, for at most 65,536 bytes at a time.
func NewRandom() func(bytes int) []byte {
	return func(bytes int) []byte {
		array := must(construct("Uint8Array", bytes))
		must(call([]string{"crypto", "getRandomValues"}, array))
		return must(array.Bytes())
	}
}
