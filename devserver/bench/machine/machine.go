// Package machine says where figures come from: nobody can judge a time without that. What an operating system does not
// tell stays zero.
package machine

import (
	"cmp"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// A Machine is the one that something was measured on.
type Machine struct {
	Date      string // of the measurement, as 2026-11-22
	Go        string // its version
	Processor string
	Cores     int
	Busy      float64 // load average of the minute before: other work
}

// This is the one that the process runs on.
func This(now time.Time) Machine {
	return Machine{now.Format(time.DateOnly), runtime.Version(), processor(), runtime.NumCPU(), loadAverage()}
}

// processor is Linux's name for it; elsewhere its architecture.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	_, after, _ := strings.Cut(string(text), "model name")
	line, _, _ := strings.Cut(after, "\n")
	return cmp.Or(strings.Trim(line, ": \t"), runtime.GOARCH)
}

// loadAverage is Linux's, of the last minute; elsewhere 0.
func loadAverage() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), " ")
	load, err := strconv.ParseFloat(first, 64)
	if err != nil {
		return 0
	}
	return load
}
