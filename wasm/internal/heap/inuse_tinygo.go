//go:build tinygo && hooks

package heap

// inUse is how many bytes were found in use by the last collection, and have been allocated since. Tests ask.
//
//export spaSessionInUse
func inUse() (bytes uintptr) {
	for block := range blocks {
		if *state(block) != free {
			bytes += blockSize
		}
	}
	return bytes
}
