//go:build tinygo

package part

// Here marks the function that calls it as one of the rest; at run time it does
// nothing. The function must be //go:noinline: else it would be its caller that is
// marked.
//
//go:wasmimport spaSession part
func Here()
