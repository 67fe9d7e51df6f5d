//go:build !race

package tabs_test

// triples is how many sets of three records the laws of merging are tried on.
const triples = 100_000
