package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// A target is a server under load, as it describes itself in its first line of output.
type target struct {
	Authorize string            `json:"authorize"` // URLs of the two endpoints
	Token     string            `json:"token"`
	Params    map[string]string `json:"params"`  // of an authorization request, but for prompt, PKCE and state
	Cookies   []string          `json:"cookies"` // of sessions that live, one a client: name=value
}

// maxClients is how many sessions a target makes.
const maxClients = 8

// startTarget runs a server, which ends when its standard input does. stop ends it.
func startTarget(ctx context.Context, name string, args ...string) (t target, stop func() error, err error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return target{}, nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return target{}, nil, err
	}
	if err := command.Start(); err != nil {
		return target{}, nil, fmt.Errorf("starting %s: %w", name, err)
	}
	stop = func() error {
		_ = in.Close()
		_, _ = io.Copy(io.Discard, out)
		return command.Wait()
	}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &t)
	}
	if err != nil {
		_ = stop()
		return target{}, nil, fmt.Errorf("%s did not say where it serves: %w", name, err)
	}
	return t, stop, nil
}
