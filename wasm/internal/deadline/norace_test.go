//go:build !race

package deadline_test

// sequences is how many random schedules are walked.
const sequences = 100_000
