package bundle

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// passThrough stands in the place of wasm-opt while TinyGo runs it: what it links is
// to stay as it is, with the names of its functions, for asyncify.
const passThrough = `#!/bin/sh
[ "$1" = --version ] && exec %q --version
from=
for argument; do
	case $argument in
	-*) ;;
	*) [ -n "$from" ] && exec cp "$from" "$argument"
	   from=$argument ;;
	esac
done
`

// neverWait are functions that look as if they might. A lock is never held by a
// goroutine that waits, so nobody has to wait for it: one goroutine runs at a time.
const neverWait = "(*internal/task.Mutex).Lock,github.com/spa-session/spa-session/wasm/internal/wait.Offer*"

// asyncify makes a module of what TinyGo has linked whose functions can be left and
// entered again where a goroutine waits. Only those are rewritten that may have to
// be: they call what waits, or wasm/internal/wait.Here. All of them would weigh 20 KB
// of brotli more, and the names of functions 6 KB: flags may be -g, which keeps them.
func asyncify(ctx context.Context, wasmOpt, linked, out string, flags ...string) error {
	small := filepath.Join(filepath.Dir(out), "small.wasm")
	if err := runWasmOpt(ctx, wasmOpt, linked, "-Oz", "-g", "-o", small); err != nil {
		return err
	}
	text := small + ".wat"
	if err := runWasmOpt(ctx, wasmOpt, small, "-S", "-o", text); err != nil {
		return err
	}
	described, err := os.ReadFile(text)
	if err != nil {
		return err
	}
	marked, err := callersOf(described, waitImport)
	if err != nil {
		return err
	}
	return runWasmOpt(ctx, wasmOpt, small, append(flags, "--asyncify", "-Oz", "--strip-producers", "--strip-target-features",
		"--pass-arg=asyncify-ignore-indirect", "--pass-arg=asyncify-imports@spaSession.wait",
		// In these, calls of func values are not ignored.
		"--pass-arg=asyncify-addlist@"+strings.Join(marked, ","),
		"--pass-arg=asyncify-removelist@"+neverWait,
		"-o", out)...)
}

// waitImport is how the text format begins what imports wasm/internal/wait.Here.
const waitImport = `(import "spaSession" "wait" (func `

func runWasmOpt(ctx context.Context, wasmOpt, in string, flags ...string) error {
	command := exec.CommandContext(ctx, wasmOpt, append([]string{in}, flags...)...)
	if complaint, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("wasm-opt: %w\n%s", err, complaint)
	}
	return nil
}

// brackets are escaped in names that are written, and not in those that are read.
var brackets = strings.NewReplacer(`\28`, "(", `\29`, ")", `\5b`, "[", `\5d`, "]", `\2c`, ",")

// callersOf reads the text format, as Binaryen writes it: a function begins in a
// line of its own, indented by one space, and so does each call. It gives the names
// of the functions that call what is imported so.
func callersOf(text []byte, imported string) (names []string, err error) {
	var called, current string
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		line := lines.Text()
		switch {
		case strings.HasPrefix(line, " "+imported):
			called, _, _ = strings.Cut(strings.TrimPrefix(line, " "+imported), ")")
			called = "(call " + strings.TrimSpace(called) + ")"
		case strings.HasPrefix(line, " (func $"):
			current, _, _ = strings.Cut(strings.TrimPrefix(line, " (func $"), " ")
			current = brackets.Replace(current)
		case called != "" && strings.TrimSpace(line) == called && !slices.Contains(names, current):
			names = append(names, current)
		}
	}
	if len(names) == 0 {
		return nil, errors.New("no function of the module says that it may wait: was wasm/internal/wait.Here lost?")
	}
	return names, lines.Err()
}
