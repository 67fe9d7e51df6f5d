//go:build !race

package client_test

// storms is how many schedules the tabs go through.
const storms = 10_000
