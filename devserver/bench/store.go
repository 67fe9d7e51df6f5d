package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// The benchmarks of `go test` that the report tells of: their names and units.
const (
	sessionMemory = "SessionMemory"
	sessionTouch  = "SessionTouch"
	request       = "Request/authorize"
	exchange      = "Request/exchange"
	few, many     = "/sessions=10000", "/sessions=1000000"
)

// benchmarks are the results by name and unit. Of several runs the least counts: what else the machine did is no part
// of what a thing costs.
type benchmarks map[string]map[string]float64

// runs is how often each benchmark runs.
const runs = "2"

// measureStore runs Go's own benchmarks of the store and of requests among many sessions.
func measureStore(ctx context.Context) (benchmarks, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-count", runs,
		"-bench", "^Benchmark(SessionMemory|SessionTouch|Request)$",
		"./devserver/store", "./devserver/authserver")
	out, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("the store's benchmarks: %w\n%s", err, out)
	}
	measured := parseBenchmarks(out)
	for _, name := range []string{sessionMemory, sessionTouch + few, sessionTouch + many, request + few, request + many, exchange + few, exchange + many} {
		if measured[name] == nil {
			return nil, fmt.Errorf("no benchmark %s in\n%s", name, out)
		}
	}
	return measured, nil
}

// parseBenchmarks reads lines such as "BenchmarkTouch/sessions=10000-2  1000  850 ns/op  12 B/op".
func parseBenchmarks(out []byte) benchmarks {
	measured := benchmarks{}
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(fields[0], "Benchmark"), "-")
		if measured[name] == nil {
			measured[name] = map[string]float64{}
		}
		for i := 2; i+1 < len(fields); i += 2 {
			value, err := strconv.ParseFloat(fields[i], 64)
			if err != nil {
				continue
			}
			if least, found := measured[name][fields[i+1]]; !found || value < least {
				measured[name][fields[i+1]] = value
			}
		}
	}
	return measured
}
