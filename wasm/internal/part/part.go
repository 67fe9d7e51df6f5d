//go:build !tinygo

package part

// Here does nothing: all is there.
func Here() {}
