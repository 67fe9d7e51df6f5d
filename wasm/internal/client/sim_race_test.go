//go:build race

package client_test

// storms is how many schedules the tabs go through: the race detector makes each
// of them slow.
const storms = 100

// walks is the same of one tab alone.
const walks = 1000
