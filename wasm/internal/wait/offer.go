package wait

// Offer puts v into to if there is room, and drops it if there is none. It never
// waits; the compiler is told so by its name, in web/bundle.
func Offer[T any](to chan<- T, v T) {
	select {
	case to <- v:
	default:
	}
}
