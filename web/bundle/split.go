package bundle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// RestName is the second file of the release's module, before it gets its hash: what
// wasm/internal/part marks.
const RestName = "spa-session-rest.wasm"

// How the marks and the asking for the rest are called, in a module that imports them.
const (
	partImport = `(import "spaSession" "part" (func $`
	asking     = `client.Client\29.rest`
)

// split makes two modules of one, with Binaryen's wasm-split: rest shares memory, table
// and functions of the first, and puts its own functions into the table. A module without
// marks stays one.
func split(ctx context.Context, wasmOpt, whole, first, rest string, named bool) error {
	text := whole + ".wat"
	if err := runWasmOpt(ctx, wasmOpt, whole, "-S", "-o", text); err != nil {
		return err
	}
	described, err := os.ReadFile(text)
	if err != nil {
		return err
	}
	if !strings.Contains(string(described), partImport) {
		return smallest(ctx, wasmOpt, whole, first, named)
	}
	functions, err := firstOf(described)
	if err != nil {
		return err
	}
	if err := take(ctx, wasmOpt, whole, functions, first, rest, named); err != nil {
		return err
	}
	for _, part := range []string{first, rest} {
		if err := smallest(ctx, wasmOpt, part, part, named); err != nil {
			return err
		}
	}
	return nil
}

// take puts functions into first, and all others into rest.
func take(ctx context.Context, wasmOpt, whole string, functions []string, first, rest string, named bool) error {
	wasmSplit, err := besideOrOnPath(wasmOpt, "wasm-split")
	if err != nil {
		return fmt.Errorf("install Binaryen, of which Debian has the package binaryen: %w", err)
	}
	module, err := os.ReadFile(whole)
	if err != nil {
		return err
	}
	list := whole + ".first"
	if err := os.WriteFile(list, []byte(strings.Join(functions, "\n")), 0o600); err != nil {
		return err
	}
	build := hash(module)[:hashDigits] // so that files of two builds do not fit
	command := exec.CommandContext(ctx, wasmSplit, whole, "--keep-funcs=@"+list, "-o1", first, "-o2", rest,
		"--import-namespace="+build, "--placeholder-namespace="+build)
	if named { // else the exports of the first have short ones
		command.Args = append(command.Args, "-g")
	}
	if complaint, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("wasm-split: %w\n%s", err, complaint)
	}
	return nil
}

// besideOrOnPath finds a command where another one is, or on PATH: not every TinyGo
// comes with all of Binaryen.
func besideOrOnPath(other, name string) (string, error) {
	if found, err := exec.LookPath(filepath.Join(filepath.Dir(other), name)); err == nil {
		return found, nil
	}
	return exec.LookPath(name)
}

// smallest does what is left to be done once a file stands for itself.
func smallest(ctx context.Context, wasmOpt, in, out string, named bool) error {
	flags := []string{"--flatten", "--simplify-locals-notee-nostructure", "--local-cse", "-Oz",
		"--strip-producers", "--strip-target-features", "-o", out}
	if named {
		flags = append(flags, "-g")
	}
	return runWasmOpt(ctx, wasmOpt, in, flags...)
}

// closure is the name of a function that is a literal in another.
var closure = regexp.MustCompile(`\$\d+$`)

// firstOf are the functions that stay: all but those that are marked, and those that
// nobody else calls.
func firstOf(text []byte) ([]string, error) {
	g, err := readCallGraph(text)
	if err != nil {
		return nil, err
	}
	marks, err := g.callersOf(partImport, text)
	if err != nil {
		return nil, err
	}
	rest := map[string]bool{}
	for _, marked := range marks {
		rest[marked] = true
		switch {
		case closure.MatchString(marked):
			rest[marked+"$gowrapper"] = true // by which alone a goroutine begins with it
		case g.roots[marked]:
			return nil, fmt.Errorf("%s is in the rest of the module, and a func value: let the literal that calls it be marked", marked)
		}
	}
	if err := g.wantAsked(rest); err != nil {
		return nil, err
	}
	for grown := true; grown; {
		grown = false
		for _, function := range g.functions {
			callers := g.callers[function]
			if rest[function] || g.roots[function] || len(callers) == 0 {
				continue
			}
			if !slices.ContainsFunc(callers, func(caller string) bool { return !rest[caller] }) {
				rest[function], grown = true, true
			}
		}
	}
	var names []string
	for _, function := range g.functions {
		if !rest[function] {
			names = append(names, function)
		}
	}
	return names, nil
}

// wantAsked refuses a marked function that somebody calls who has not asked for the
// rest, and one that was inlined into whoever asks.
func (g callGraph) wantAsked(marked map[string]bool) error {
	var askers []string
	for called, callers := range g.callers {
		if strings.HasSuffix(called, asking) {
			askers = callers
		}
	}
	if len(askers) == 0 {
		return errors.New("nobody asks for the rest of the module: was (*Client).rest inlined?")
	}
	for function := range marked {
		for _, caller := range g.callers[function] {
			if !marked[caller] && !slices.Contains(askers, caller) {
				return fmt.Errorf("%s calls %s, which is in the rest of the module, and has not asked for that", caller, function)
			}
		}
	}
	return nil
}
