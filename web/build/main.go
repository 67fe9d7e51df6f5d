// Command build makes web/dist, or with -release web/dist-release: `go run
// ./web/build`, from anywhere in the repository. Package bundle says what that is.
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

	"github.com/spa-session/spa-session/web/bundle"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return
	}
	fmt.Fprintln(os.Stderr, "build:", err)
	os.Exit(1)
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	best := flags.Bool("best", false, "compress as well as can be, which takes some seconds the first time")
	release := flags.Bool("release", false, "make web/dist-release with TinyGo, rather than web/dist")
	size := flags.Bool("size", false, "say what a page loads, and fail if that is over the budget")
	packages := flags.Bool("packages", false, "with -size, say what each Go package adds to the module; links it once more")
	pack := flags.Bool("pack", false, "fill web/package with the npm package, which is made of web/dist-release")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q: there are flags only, see -help", flags.Arg(0))
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if *pack {
		return bundle.PackRelease(root, filepath.Join(root, "web", "package"))
	}
	target := bundle.Dist(root, bundle.QuickLevel)
	if *best {
		target.Level = bundle.BestLevel
	}
	if *release {
		target = bundle.Release(root)
	}
	built, err := target.Build(ctx)
	if err != nil {
		return err
	}
	if !*size {
		outcome := "is up to date"
		if built {
			outcome = "is built"
		}
		_, err := fmt.Fprintln(stdout, "web/"+filepath.Base(target.Out), outcome)
		return err
	}
	sizes, dialog, err := bundle.Sizes(ctx, target.Out)
	if err != nil {
		return err
	}
	if err := bundle.PrintSizes(stdout, sizes, dialog, target.Budget()); err != nil {
		return err
	}
	if *packages {
		if err := printPackages(ctx, stdout, target); err != nil {
			return err
		}
	}
	if total := bundle.Total(sizes).Brotli; total > target.Budget() {
		return fmt.Errorf("a page loads %d bytes of brotli before it has a token, %d over the budget", total, total-target.Budget())
	}
	return nil
}

func printPackages(ctx context.Context, stdout io.Writer, target bundle.Target) error {
	sizes, err := target.Packages(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout)
	return bundle.PrintPackages(stdout, sizes)
}

// moduleRoot is the folder of go.mod, here or above.
func moduleRoot() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("%s is not inside the repository: there is no go.mod here or above", start)
		}
	}
}
