// Package control is the mock server's own API under /__mock/ on the authorization server's origin: what a tester or
// a demo needs and no real server offers. GET /__mock/sessions lists the sessions, POST /__mock/sessions/{sid}/age
// with {"seconds": n} moves one of them into the past.
//
// Its rule: loopback is hostile. Any page in the user's browser can send requests here, so every one must come from
// the server's own origin, from a control origin, or from no page at all (a command line, a test). Bodies are JSON:
// a form cannot send that.
//
// It refuses everything else, each time with a sentence on how to mend it.
package control
