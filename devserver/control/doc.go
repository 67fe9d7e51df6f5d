// Package control is the mock server's own API under /__mock/ on the authorization server's origin: what a tester or
// a demo needs and no real server offers:
//
//	GET    sessions             those that live
//	POST   sessions             {"user_id"}: a session without a login, with its cookie
//	DELETE sessions/{sid}       ends one
//	POST   sessions/{sid}/age   {"seconds"}: moves one into the past
//	GET    clock                POST: {"advance_seconds"}, {"set"} or {"frozen"}
//	POST   faults               what shall go wrong, and when; DELETE ends them all
//	GET    requests             ?path, client_id, wait_seconds: what was asked, without secrets
//	POST   snapshots            keeps the server as it is; POST snapshots/{id}/restore brings that back
//	POST   reset                makes the server what it was at its start
//	GET    diagnostics          what was refused, with cause and cure
//
// Its rule: loopback is hostile. Any page in the user's browser can send requests here, so every one must come from
// the server's own origin, from a control origin, or from no page at all (a command line, a test). Bodies are JSON:
// a form cannot send that.
//
// It refuses everything else, each time with a sentence on how to mend it.
package control
