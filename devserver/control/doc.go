// Package control is the mock server's own API under /__mock/ on the authorization server's origin, with a dashboard at
// its root: what a tester or a demo needs and no real server offers. devserver/README.md has the table of all requests:
// sessions to age, to mint and to end, the clock, settings by the second, faults, recorded requests, diagnostics,
// snapshots.
//
// Its rule: loopback is hostile. Any page in the user's browser can send requests here, so every one must come from
// the server's own origin, from a control origin, or from no page at all (a command line, a test). Bodies are JSON:
// a form cannot send that. Where Config.Token is set it must come, too. The dashboard shows what anybody may have sent,
// and so writes it as text alone.
//
// It refuses everything else, each time with a sentence on how to mend it.
package control
