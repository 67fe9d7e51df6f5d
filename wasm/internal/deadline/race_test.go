//go:build race

package deadline_test

// sequences is how many random schedules are walked: the race detector makes
// each of them slow and finds nothing new in them.
const sequences = 1_000
