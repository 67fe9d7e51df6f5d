package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// A storeFigure is a line of `go test -bench` on the store: its name, and values with their units.
type storeFigure struct{ name, values string }

// measureStore runs the store's own benchmarks, which are Go's.
func measureStore(ctx context.Context) ([]storeFigure, error) {
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", ".", "./devserver/store")
	out, err := command.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("the store's benchmarks: %w\n%s", err, out)
	}
	return parseBenchmarks(out), nil
}

// parseBenchmarks reads lines such as "BenchmarkTouch/10000-2  1000  850 ns/op  12 B/op".
func parseBenchmarks(out []byte) (list []storeFigure) {
	lines := bufio.NewScanner(bytes.NewReader(out))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(fields[0], "Benchmark"), "-")
		var values []string
		for i := 2; i+1 < len(fields); i += 2 {
			values = append(values, fields[i]+" "+fields[i+1])
		}
		list = append(list, storeFigure{name, strings.Join(values, ", ")})
	}
	return list
}
