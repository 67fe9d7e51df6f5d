package main

import (
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/bench/machine"
)

// serveHere runs the server under load in this process.
func serveHere(t *testing.T, alg string) target {
	t.Helper()
	in, stop := io.Pipe()
	out, line := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- serve(alg, in, line) }()
	t.Cleanup(func() {
		stop.Close()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	var at target
	if err := json.NewDecoder(out).Decode(&at); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestExchange(t *testing.T) {
	for _, alg := range algorithms {
		at := serveHere(t, alg)
		c, err := newClient(t.Context(), at, at.Cookies[maxClients-1])
		if err != nil {
			t.Fatal(err)
		}
		defer c.conn.Close()
		for range 2 {
			if err := c.exchange(); err != nil {
				t.Errorf("%s: %v", alg, err)
			}
		}
	}
}

func TestLoadReportsWhatFails(t *testing.T) {
	at := serveHere(t, "ES256")
	at.Cookies[1] = "as-session=of-nobody"
	if _, err := load(t.Context(), at, 2, time.Minute); err == nil || !strings.Contains(err.Error(), "login_required") {
		t.Errorf("a client without a session: %v", err)
	}
}

func TestTheLeastOfSeveralRunsCounts(t *testing.T) {
	got := parseBenchmarks([]byte("goos: linux\nBenchmarkTouch/sessions=10000-2 \t 1000\t 850 ns/op\t 12 B/op\n" +
		"BenchmarkTouch/sessions=10000-2\t900\t 800.5 ns/op\t 13 B/op\nPASS\n"))
	touch := got["Touch/sessions=10000"]
	if len(got) != 1 || touch["ns/op"] != 800.5 || touch["B/op"] != 12 {
		t.Errorf("got %v", got)
	}
}

func TestReportSaysWhatIsMissed(t *testing.T) {
	good := figures{
		machine:   machine.Machine{Date: "2026-11-22", Go: "go1.26", Processor: "a processor", Cores: 2},
		start:     startup{10 * time.Millisecond, 20 * time.Millisecond},
		exchanges: []comparison{{"RS256", 1, 300, 100, rates{1000, 2000}}, {"ES256", 8, 5000, 500, rates{20000, 40000}}},
		store: benchmarks{
			sessionMemory: {"B/session": 1000}, sessionTouch + few: {"ns/op": 1000}, sessionTouch + many: {"ns/op": 2000},
			request + few: {"ns/op": 100000}, request + many: {"ns/op": 120000},
			exchange + few: {"ns/op": 200000}, exchange + many: {"ns/op": 240000},
		},
	}
	report := good.report()
	for _, want := range []string{"| RS256 | 1 | 300 | 100 | 3.0 | 0.60 |", "| ES256 | 8 | 5000 | 500 | 10.0 |", "No goal was missed", "| 100.0 | 120.0 | 1.20 |", "2 cores"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	bad := good
	bad.machine.Busy = 7.5
	bad.start.median = 31 * time.Millisecond
	bad.exchanges = []comparison{{"RS256", 8, 599, 100, rates{1000, 2000}}, {"ES256", 1, 4999, 500, rates{20000, 40000}}}
	want := "Missed in this run: start to first discovery answer; RS256 with 8 clients; ES256 with 1 clients."
	if report := bad.report(); !strings.Contains(report, want) || !strings.Contains(report, "load average 7.5") {
		t.Errorf("no %q in\n%s", want, report)
	}
}
