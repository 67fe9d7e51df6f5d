package main

import (
	"fmt"
	"strings"
	"time"
)

const (
	startGoal     = 30 * time.Millisecond
	rivalGoal     = 10.0 // times, by ES256
	signatureGoal = 0.6  // of what the signatures alone allow, by RS256
	memoryGoal    = 1000 // bytes a session among a million
	sameGoal      = 1.2  // of the cost of a request: a million sessions to ten thousand, equal within noise
	// signaturesPerExchange: an ID token and an access token.
	signaturesPerExchange = 2
)

// report is the Markdown of devserver/BENCH.md.
func (f figures) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, `# How fast the mock is

Written by %[1]smake bench%[1]s on %[2]s: %[3]s, %[4]d cores, %[5]s. Server and load share the cores. The figures are of one run
on one machine; the ratios travel better than the rates.

`, "`", f.machine.Date, f.machine.Go, f.machine.Cores, f.machine.Processor)
	if f.machine.Busy >= 1 {
		fmt.Fprintf(&b, "**Other work ran on this machine** (load average %.1f before the run): the rates are too low and scatter; a share of\n"+
			"the signatures above 1 is its doing. Measure again on an idle machine.\n\n", f.machine.Busy)
	}
	var missed []string
	goal := func(met bool, what string) string {
		if met {
			return "met"
		}
		missed = append(missed, what)
		return "**missed**"
	}
	f.reportStart(&b, goal)
	f.reportExchanges(&b, goal)
	f.reportSignatures(&b)
	f.reportStore(&b, goal)
	if len(missed) == 0 {
		b.WriteString("\nNo goal was missed.\n")
	} else {
		fmt.Fprintf(&b, "\nMissed in this run: %s.\n", strings.Join(missed, "; "))
	}
	return b.String()
}

type judge func(met bool, what string) string

func (f figures) reportStart(b *strings.Builder, goal judge) {
	fmt.Fprintf(b, `## Start
From before the process exists to the first answer of discovery, %d starts of the dev server with all its origins.

| | ms | goal | |
|---|---|---|---|
| median | %s | %s | %s |
| worst | %s | | |
`, startups, milliseconds(f.start.median), milliseconds(startGoal),
		goal(f.start.median <= startGoal, "start to first discovery answer"), milliseconds(f.start.worst))
}

func (f figures) reportExchanges(b *strings.Builder, goal judge) {
	fmt.Fprintf(b, `
## Silent exchanges
`+"`/authorize`"+` with prompt=none and web_message, then the code for tokens with PKCE, over HTTP on loopback. Both servers sign two
tokens an exchange: an ID token and an access token for an API.

| algorithm | clients | exchanges/s | %[1]s | times | of what signatures allow | goal | |
|---|---|---|---|---|---|---|---|
`, rival)
	for _, c := range f.exchanges {
		times, share := c.ours/c.rival, c.ours/c.bound()
		what := fmt.Sprintf("%s with %d clients", c.alg, c.clients)
		wanted, met := fmt.Sprintf("%g times", rivalGoal), times >= rivalGoal
		if c.alg == "RS256" {
			wanted, met = fmt.Sprintf("%g of signatures", signatureGoal), share >= signatureGoal
		}
		fmt.Fprintf(b, "| %s | %d | %.0f | %.0f | %.1f | %.2f | %s | %s |\n",
			c.alg, c.clients, c.ours, c.rival, times, share, wanted, goal(met, what))
	}
}

func (f figures) reportSignatures(b *strings.Builder) {
	b.WriteString("\n## Bare signatures\nPer second, by crypto/rsa (2048 bits) and crypto/ecdsa (P-256), without any server, between the loads above.\n\n" +
		"| algorithm | clients | one after the other | on all cores |\n|---|---|---|---|\n")
	for _, c := range f.exchanges {
		fmt.Fprintf(b, "| %s | %d | %.0f | %.0f |\n", c.alg, c.clients, c.signatures.one, c.signatures.all)
	}
}

func (f figures) reportStore(b *strings.Builder, goal judge) {
	each := f.store[sessionMemory]["B/session"]
	fmt.Fprintf(b, `
## Many sessions
Go's benchmarks of devserver/store and devserver/authserver, the best of %s runs, without a network.

| | 10 thousand | 1 million | times | goal | |
|---|---|---|---|---|---|
| bytes a session, indexes included | | %.0f | | %d | %s |
`, runs, each, memoryGoal, goal(each <= memoryGoal, "bytes a session"))
	for _, row := range []struct{ name, what string }{
		{request, "a silent request"}, {exchange, "a silent exchange, ES256"}, {sessionTouch, "a touch in the store"},
	} {
		small, large := f.store[row.name+few]["ns/op"]/1000, f.store[row.name+many]["ns/op"]/1000
		wanted, verdict := "", ""
		if row.name != sessionTouch {
			wanted = fmt.Sprintf("%g times", sameGoal)
			verdict = goal(large/small <= sameGoal, row.what+" among a million sessions")
		}
		fmt.Fprintf(b, "| %s, µs | %.1f | %.1f | %.2f | %s | %s |\n", row.what, small, large, large/small, wanted, verdict)
	}
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.1f", float64(d)/float64(time.Millisecond))
}
