package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/spa-session/spa-session/devserver/bench/machine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// run measures everything and writes the report. As `bench serve ALG` it is the server under load instead.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	if len(args) == 2 && args[0] == "serve" {
		return serve(args[1], stdin, stdout)
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	out := flags.String("out", "", "`file` for the report; it is printed in any case")
	span := flags.Duration("span", 9*time.Second, "`time` that each load lasts, in all")
	if err := flags.Parse(args); err != nil {
		return err
	}
	figures, err := measure(ctx, *span, stderr)
	if err != nil {
		return err
	}
	report := figures.report()
	if _, err := io.WriteString(stdout, report); err != nil {
		return err
	}
	if *out == "" {
		return nil
	}
	return os.WriteFile(*out, []byte(report), 0o644)
}

// figures are the results of one run.
type figures struct {
	machine   machine.Machine
	start     startup
	exchanges []comparison
	store     benchmarks
}

// measure runs one after the other, so that nothing but the load disturbs what is measured.
func measure(ctx context.Context, span time.Duration, progress io.Writer) (f figures, err error) {
	f.machine = machine.This(time.Now())
	fmt.Fprintln(progress, "start of a fresh process")
	if f.start, err = measureStart(ctx); err != nil {
		return f, err
	}
	signers, err := newSigners()
	if err != nil {
		return f, err
	}
	for _, alg := range algorithms {
		for _, clients := range []int{1, 8} {
			fmt.Fprintf(progress, "silent exchanges, %s, %d clients\n", alg, clients)
			c, err := compare(ctx, alg, signers[alg], clients, span)
			if err != nil {
				return f, err
			}
			f.exchanges = append(f.exchanges, c)
		}
	}
	fmt.Fprintln(progress, "many sessions")
	f.store, err = measureStore(ctx)
	return f, err
}
