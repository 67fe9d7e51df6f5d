//go:build !tinygo

package wait

// Here does nothing: stock Go lets every function wait.
func Here() {}
