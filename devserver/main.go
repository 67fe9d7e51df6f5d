// Command devserver runs the demo storefront, the mock authorization server and the mock identity provider behind it on
// this machine: three origins, all on loopback alone, nothing to write first and nothing kept when it stops.
//
// Its rule: main decides nothing. It reads flags, takes ports and puts the rooms together; each of them can be had
// without it, in anybody's tests.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spa-session/spa-session/devserver/config"
)

// gcPercent trades memory, of which the heap takes a few megabytes, for a fifth more requests per second.
const gcPercent = 400

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "devserver:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends, which is no error. It writes where to go to stdout, then the log.
func run(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	command, err := parseCommand(args, getenv, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if command.printSchema {
		_, err := stdout.Write(config.Schema)
		return err
	}
	cfg, err := command.load()
	if err != nil {
		return err
	}
	if command.printConfig {
		return cfg.Print(stdout)
	}
	at, err := listen(ctx, cfg.Ports)
	if err != nil {
		return err
	}
	defer at.Close()
	certificate, err := newCertificate(cfg)
	if err != nil {
		return err
	}
	defer certificate.Remove()
	log := newLog(stdout, cfg.Log)
	w, err := newWorld(cfg, at, certificate, log)
	if err != nil {
		return err
	}
	defer deliverLogouts(w.server)
	context.AfterFunc(ctx, func() { close(w.stopping) })
	w.announce(stdout, command.client)
	if command.configFile != "" {
		ctx, stop := context.WithCancel(ctx)
		watched := make(chan struct{})
		defer func() { stop(); <-watched }()
		go func() {
			defer close(watched)
			command.watch(ctx, log, w.reload)
		}()
	}
	return serve(ctx, log, certificate, w.sites(log, cfg.Log)...)
}
