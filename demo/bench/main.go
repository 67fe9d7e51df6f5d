package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/bench/machine"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// options are what the command line says.
type options struct {
	plan
	out     string // of the report; the chart lies beside it
	profile bool
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.rounds, "rounds", 30, "`times` that every contender is measured")
	flags.IntVar(&o.many, "renewals", 10_000, "`renewals` after which memory is looked at again; it is first after a tenth of them")
	flags.StringVar(&o.out, "out", "", "`file` for the report, with a chart beside it; the report is printed in any case")
	flags.BoolVar(&o.profile, "profile", false, "say where the time goes, in the place of all else")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.rounds < 1 || o.many < 10 {
		return o, fmt.Errorf("%d rounds and %d renewals: there must be 1 and 10 at least", o.rounds, o.many)
	}
	o.few, o.warming, o.calm = o.many/10, warming, calm
	return o, nil
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	contenders, err := everybody(ctx, folder, stderr)
	if err != nil {
		return err
	}
	b := &bench{plan: o.plan, contenders: contenders, progress: stderr}
	if o.profile {
		if err := b.inWorld(ctx, folder, b.profile); err != nil {
			return err
		}
		for _, p := range b.profiles {
			if _, err := io.WriteString(stdout, p.table()); err != nil {
				return err
			}
		}
		return nil
	}
	before := machine.This(time.Now())
	failure := b.inWorld(ctx, folder, b.run)
	if failure != nil { // what was measured until then is said, but is not the report
		o.out = ""
	}
	if b.done == 0 {
		return failure
	}
	return errors.Join(failure, b.results(before, failure).write(o.out, stdout))
}

// write prints the report, and keeps it in a file, with its chart beside it, if one is named.
func (r results) write(out string, stdout io.Writer) error {
	chart := strings.TrimSuffix(filepath.Base(out), filepath.Ext(out)) + ".svg"
	text := r.report(chart)
	if _, err := io.WriteString(stdout, text); err != nil || out == "" {
		return err
	}
	return errors.Join(
		os.WriteFile(out, []byte(text), 0o644),
		os.WriteFile(filepath.Join(filepath.Dir(out), chart), []byte(r.chart()), 0o644),
	)
}

// everybody are the contenders in the order of the report; the working directory is the repository's root.
func everybody(ctx context.Context, folder string, progress io.Writer) ([]contender, error) {
	root, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(progress, "builds, compressed by brotli 11")
	contenders, err := builds(ctx, root)
	if err != nil {
		return nil, err
	}
	other, err := thePeer(ctx, folder)
	if err != nil {
		return nil, err
	}
	least, err := theFloor(folder)
	if err != nil {
		return nil, err
	}
	return append(contenders, other, least), nil
}

// inWorld starts the servers and the browser that do needs, and ends them.
func (b *bench) inWorld(ctx context.Context, folder string, do func() error) (err error) {
	if b.world, err = newWorld(ctx, b.contenders, folder); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.world.stop()) }()
	chromium, stop, err := browser.Launch(ctx)
	defer stop()
	if err != nil {
		return err
	}
	version, err := chromedp.CallBrowser(chromium, cdpbrowser.GetVersion, cdp.Empty{})
	if err != nil {
		return err
	}
	b.browser, b.product = chromium, strings.ReplaceAll(version.Product, "/", " ")
	return do()
}

// results are those of the rounds that are over.
func (b *bench) results(on machine.Machine, failure error) results {
	r := results{plan: b.plan, machine: on, browser: b.product, figures: b.figures, failure: failure}
	r.rounds = b.done
	for _, c := range b.contenders {
		r.names = append(r.names, c.name)
	}
	return r
}
