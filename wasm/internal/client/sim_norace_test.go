//go:build !race

package client_test

// storms is how many schedules the tabs go through.
const storms = 10_000

// walks is how many sequences of random events one tab goes through.
const walks = 100_000
