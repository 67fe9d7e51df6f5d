package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// startups is how often a fresh process is started; odd, so that there is a median.
const startups = 21

// startup is the time from before the process exists until discovery has been answered.
type startup struct {
	median, worst time.Duration
}

// measureStart builds the dev server and starts it again and again.
func measureStart(ctx context.Context) (startup, error) {
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return startup{}, err
	}
	defer os.RemoveAll(folder)
	binary := filepath.Join(folder, "devserver")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, "./devserver")
	if out, err := build.CombinedOutput(); err != nil {
		return startup{}, fmt.Errorf("building the dev server: %w\n%s", err, out)
	}
	var times []time.Duration
	for range startups {
		took, err := startOnce(ctx, binary)
		if err != nil {
			return startup{}, err
		}
		times = append(times, took)
	}
	slices.Sort(times)
	return startup{times[len(times)/2], times[len(times)-1]}, nil
}

func startOnce(ctx context.Context, binary string) (took time.Duration, err error) {
	port, err := freePort()
	if err != nil {
		return 0, err
	}
	var output bytes.Buffer
	process := exec.CommandContext(ctx, binary, "--as-port", strconv.Itoa(port), "--storefront-port", "0", "--idp-port", "0")
	process.Stdout, process.Stderr = &output, &output
	begun := time.Now()
	if err := process.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }()
	took, err = firstAnswer(ctx, fmt.Sprintf("http://localhost:%d/.well-known/openid-configuration", port), begun, ended)
	if err != nil {
		return 0, fmt.Errorf("%w\n%s", err, output.Bytes())
	}
	return took, errors.Join(process.Process.Signal(syscall.SIGTERM), <-ended)
}

// firstAnswer asks until there is one. A refused connection costs next to nothing.
func firstAnswer(ctx context.Context, uri string, begun time.Time, ended <-chan error) (time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for {
		select {
		case err := <-ended:
			return 0, fmt.Errorf("the dev server ended at once: %v", err)
		case <-ctx.Done():
			return 0, ctx.Err()
		case <-time.After(200 * time.Microsecond):
		}
		resp, err := client.Get(uri)
		if err != nil {
			continue
		}
		_, err = io.Copy(io.Discard, resp.Body)
		took := time.Since(begun)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			return 0, fmt.Errorf("discovery: %s, %v", resp.Status, err)
		}
		return took, nil
	}
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
