package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spa-session/spa-session/devserver/bench/machine"
)

// results are what a run came to.
type results struct {
	plan
	machine machine.Machine
	browser string // its name and version
	names   []string
	figures []map[figure]samples // by contender
	failure error                // that the run ended with
}

// of is nil where it was not measured.
func (r results) of(name string, f figure) samples {
	for i, n := range r.names {
		if n == name {
			return r.figures[i][f]
		}
	}
	return nil
}

// A row of the report: a figure, and how it is written.
type row struct {
	figure figure
	title  string
	unit   float64 // what one of what is written is, in what was measured
	digits int
	single bool // the same in every round, or measured once: there is no p95
}

func (r results) times() []row {
	return []row{
		{ready, "cold navigation to client ready, nobody logged in, ms", 1, 1, false},
		{token, "cold navigation to token in hand, with a session, ms", 1, 1, false},
		{again, "second view to token in hand, HTTP and code cache warm, ms", 1, 1, false},
		{renewal, "forced silent renewal, ms", 1, 2, false},
		{atOnce, fmt.Sprintf("%d forced renewals at once, ms", atOnceRun), 1, 2, false},
		{cached, "cached getTokenSilently, µs", 1, 2, false},
		{busy, "main thread until there is a token, ms", 1, 1, false},
		{longest, fmt.Sprintf("longest task until then, processor %gx slower, ms", throttling), 1, 1, false},
	}
}

func (r results) sizes() []row {
	few, many := grouped(r.few), grouped(r.many)
	return []row{
		{weight, "on the wire before there is a token, KB", 1000, 1, true},
		{heapFew, "scripts' heap after " + few + " renewals, KB", 1000, 0, true},
		{heapMany, "scripts' heap after " + many + " renewals, KB", 1000, 0, true},
		{wasmFew, "wasm memory after " + few + " renewals, KB", 1000, 0, true},
		{wasmMany, "wasm memory after " + many + " renewals, KB", 1000, 0, true},
	}
}

// report is the Markdown of web/docs/bench.md; chart is the file name of the picture beside it.
func (r results) report(chart string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# How fast the client is

Written by %[1]smake bench%[1]s on %[2]s: %[3]s, %[4]d cores, %[5]s. Browser, server and load share the cores. %[6]d rounds, in which all
take turns. The figures are of one run on one machine; the ratios travel better than the times.

`, "`", r.machine.Date, r.browser, r.machine.Cores, r.machine.Processor, r.rounds)
	if r.machine.Busy >= 1 {
		fmt.Fprintf(&b, "**Other work ran on this machine** (load average %.1f before the run): the times are too long and scatter. Measure again on an idle machine.\n\n", r.machine.Busy)
	}
	if r.failure != nil {
		fmt.Fprintf(&b, "**Not all was measured**, and nothing was missed or won for good: %v.\n\n", r.failure)
	}
	fmt.Fprintf(&b, "![%s](%s)\n", chartTitle, chart)
	b.WriteString(`
One page, one authorization server, which signs by RS256, and one browser for all. *Ours* is what ships, with its defaults: every check, session deadlines, tabs and the
dialog, which it makes a second after its first token; the peer is ` + peer + `, its minified ESM; the *bare flow* is some forty lines that check nothing, which nobody should use. All files are compressed by brotli 11.
Cold is a new browser context with empty caches. Until there is a token includes making the client.

## Goals
Of the release, by medians.

| | reached | goal | |
|---|---|---|---|
`)
	var missed []string
	for _, g := range r.goals() {
		verdict := "met"
		if !g.met() {
			verdict = "**missed**"
			missed = append(missed, g.what)
		}
		fmt.Fprintf(&b, "| %s | %s | at most %g%s | %s |\n", g.what, number(g.ratio(), 2), g.most, g.unit, verdict)
	}
	switch {
	case len(missed) == 0 && r.failure == nil:
		b.WriteString("\nNo goal was missed.\n")
	case len(missed) > 0:
		fmt.Fprintf(&b, "\nMissed in this run: %s.\n", strings.Join(missed, "; "))
	}
	b.WriteString("\n## Times\nMedian, and in brackets the 95th percentile. The ratios are of the medians of " + release + ".\n\n")
	r.table(&b, r.times())
	b.WriteString("\n## Weight and memory\nHeap and memory once all garbage is collected.\n\n")
	r.table(&b, r.sizes())
	r.losses(&b)
	return b.String()
}

func (r results) table(b *strings.Builder, rows []row) {
	fmt.Fprintf(b, "| | %s | to %s | to %s |\n|---|%s\n", strings.Join(r.names, " | "), rival, floor, strings.Repeat("---|", len(r.names)+2))
	for _, row := range rows {
		fmt.Fprintf(b, "| %s |", row.title)
		for _, name := range r.names {
			s := r.of(name, row.figure)
			fmt.Fprintf(b, " %s", number(s.median()/row.unit, row.digits))
			if !row.single {
				fmt.Fprintf(b, " (%s)", number(s.p95()/row.unit, row.digits))
			}
			b.WriteString(" |")
		}
		for _, other := range []string{rival, floor} {
			fmt.Fprintf(b, " %s |", number(r.ratio(row.figure, other), 2))
		}
		b.WriteString("\n")
	}
}

// ratio is how many times ours is the other.
func (r results) ratio(f figure, other string) float64 {
	return r.of(release, f).median() / r.of(other, f).median()
}

// losses says where ours is worse than the peer.
func (r results) losses(b *strings.Builder) {
	b.WriteString("\n## Where ours loses\nOf everything above, " + release + " is worse than " + rival + " in:\n\n")
	none := true
	for _, row := range append(r.times(), r.sizes()...) {
		ratio := r.ratio(row.figure, rival)
		if math.IsNaN(ratio) || ratio <= 1 {
			continue
		}
		none = false
		how := number(ratio, 2) + " times"
		if math.IsInf(ratio, 0) {
			how = "the peer has none"
		}
		fmt.Fprintf(b, "- %s: %s\n", row.title, how)
	}
	if none {
		b.WriteString("nothing.\n")
	}
}

// number is a dash where there is none.
func number(x float64, digits int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}

// grouped is a whole number with its thousands apart.
func grouped(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
