//go:build race

package tabs_test

// triples is how many sets of three records the laws of merging are tried on:
// the race detector makes each of them slow and finds nothing new in them.
const triples = 1_000
