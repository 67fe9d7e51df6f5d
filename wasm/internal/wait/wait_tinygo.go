//go:build tinygo

package wait

// Here marks the function that calls it, and with it all that lead there; at run
// time it does nothing.
//
//go:wasmimport spaSession wait
func Here()
