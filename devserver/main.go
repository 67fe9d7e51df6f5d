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

	"github.com/spa-session/spa-session/devserver/loopback"
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
	o, err := parseOptions(args, getenv, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	storefront, err := loopback.Listen(ctx, o.storefrontPort, "--"+storefrontPortFlag)
	if err != nil {
		return err
	}
	defer storefront.Close()
	as, err := loopback.Listen(ctx, o.asPort, "--"+asPortFlag)
	if err != nil {
		return err
	}
	defer as.Close()

	provider, err := loopback.Listen(ctx, o.idpPort, "--"+idpPortFlag)
	if err != nil {
		return err
	}
	defer provider.Close()

	log := newLog(stdout)
	w, err := newWorld(o, origins{originAt(storefront.Port), originAt(as.Port), originAt(provider.Port)}, log)
	if err != nil {
		return err
	}
	w.announce(stdout, storefront.Missing)
	return serve(ctx, log,
		site{storefront, loopback.AllowHosts(w.storefront, storefront.Hosts()...)},
		site{as, loopback.AllowHosts(w.as, as.Hosts()...)},
		site{provider, loopback.AllowHosts(w.idp, provider.Hosts()...)},
	)
}
