// Package clienttest has the ports of a client on the host: a browser profile
// with cookies, storage, locks and a channel, tabs in it, and a network that
// leads straight into http.Handlers. With it the whole flow runs in plain Go
// tests against a real authorization server.
//
// It is made for testing/synctest: its monotonic clock is the bubble's, so a
// test moves time by sleeping in the bubble and never waits. Nothing in it is a
// model of the client's rules; it only does what browsers do.
package clienttest
