package main

import (
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/bench/machine"
)

// good are results in which every goal is met, by a hair where two figures are compared; change alters ours.
func good(change map[figure]samples) results {
	oursAre := map[figure]samples{
		ready: {30}, token: {100, 90, 110}, again: {50}, renewal: {8}, cached: {4}, atOnce: {9}, weight: {50_000},
		busy: {40}, longest: {50, 20}, heapFew: {1000}, heapMany: {1050}, wasmFew: {2000}, wasmMany: {2100},
	}
	maps.Copy(oursAre, change)
	other := map[figure]samples{
		ready: {20}, token: {100}, again: {60}, renewal: {10}, cached: {4}, atOnce: {10}, weight: {54_000},
		busy: {50}, longest: {40}, heapFew: {1000}, heapMany: {1100}, wasmFew: {0}, wasmMany: {0},
	}
	least := map[figure]samples{renewal: {6.2}, token: {60}, again: {40}}
	return results{
		plan:    plan{rounds: 3, few: 1000, many: 10_000},
		machine: machine.Machine{Date: "2026-11-28", Processor: "a <processor>", Cores: 2},
		browser: "Chrome 1.2", names: []string{release, stock, rival, floor},
		figures: []map[figure]samples{oursAre, maps.Clone(oursAre), other, least},
	}
}

func TestGoalsThatAreMet(t *testing.T) {
	report := good(nil).report("bench.svg")
	for _, want := range []string{
		"No goal was missed.", "| cold navigation to token, to auth0-spa-js | 1.00 | at most 1 times | met |",
		"| forced renewal, to bare flow | 1.29 | at most 1.3 times | met |", "| 100.0 (110.0) |", "2026-11-28", "10,000 to 1,000",
		"| on the wire before there is a token, KB | 50.0 | 50.0 | 54.0 | – | 0.93 | – |", "](bench.svg)",
	} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if strings.Contains(report, "Other work") {
		t.Error("an idle machine is called busy")
	}
}

func TestGoalsThatAreMissed(t *testing.T) {
	for missed, change := range map[string]map[figure]samples{
		"cold navigation to token, to auth0-spa-js":                                          {token: {100.1}},
		"forced renewal, to auth0-spa-js; forced renewal, to bare":                           {renewal: {8.1}},
		"cached token, to auth0-spa-js":                                                      {cached: {4.01}},
		"scripts' heap of ours, release, 10,000 to 1,000 renewals":                           {heapMany: {1051}},
		"wasm memory of ours, release, 10,000 to 1,000 renewals":                             {wasmMany: {2101}},
		"longest task, 4x slower":                                                            {longest: {1, 1, 50.1}},
		"wasm memory of ours, release, 10,000 to 1,000 renewals; wasm memory of ours, stock": {wasmMany: nil, wasmFew: nil},
		"forced renewal, to auth0-spa-js; forced renewal, to bare fl":                        {renewal: nil},
	} {
		if report := good(change).report(""); !strings.Contains(report, "Missed in this run: "+missed) {
			t.Errorf("%s is not said to be missed:\n%s", missed, report)
		}
	}
}

func TestWhereOursLoses(t *testing.T) {
	report := good(map[figure]samples{wasmMany: {2000}}).report("")
	_, losses, _ := strings.Cut(report, "## Where ours loses")
	for _, want := range []string{"client ready, nobody logged in, ms: 1.50 times", "wasm memory after 10,000 renewals, KB: the peer has none", "slower, ms: 0.88"} {
		if strings.Contains(losses, want) == strings.Contains(want, "0.88") {
			t.Errorf("%q in\n%s", want, losses)
		}
	}
	if strings.Contains(losses, "second view") {
		t.Errorf("ours is faster there:\n%s", losses)
	}
}

func TestBusyMachineIsSaid(t *testing.T) {
	r := good(nil)
	r.machine.Busy = 7.5
	if report := r.report(""); !strings.Contains(report, "load average 7.5") {
		t.Error(report)
	}
}

// The longest bar of a group is as wide as the chart allows, the others in proportion.
func TestChart(t *testing.T) {
	r := good(nil)
	r.figures[1][renewal] = nil
	chart := r.chart()
	decoder := xml.NewDecoder(strings.NewReader(chart))
	var widths []string
	for {
		element, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, chart)
		}
		start, ok := element.(xml.StartElement)
		if !ok || start.Name.Local != "rect" {
			continue
		}
		for _, attribute := range start.Attr {
			if attribute.Name.Local == "width" {
				widths = append(widths, attribute.Value)
			}
		}
	}
	want := "760 560.0 560.0 560.0 336.0 466.7 466.7 560.0 373.3 448.0 0.0 560.0 347.2"
	if got := strings.Join(widths, " "); got != want {
		t.Errorf("bars of %s, want %s\n%s", got, want, chart)
	}
	for _, want := range []string{"2026-11-28", "a &lt;processor&gt;", "auth0-spa-js"} {
		if !strings.Contains(chart, want) {
			t.Errorf("no %q in the chart", want)
		}
	}
}
