package bundle

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
// of brotli more. Names stay. What has one caller is not inlined: it may be what begins
// the rest of the module (see split).
func asyncify(ctx context.Context, wasmOpt, linked, out string) error {
	small := filepath.Join(filepath.Dir(out), "small.wasm")
	if err := runWasmOpt(ctx, wasmOpt, linked, "-Oz", "-ocimfs", "0", "-g", "-o", small); err != nil {
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
	g, err := readCallGraph(described)
	if err != nil {
		return err
	}
	marked, err := g.callersOf(waitImport, described)
	if err != nil {
		return err
	}
	return runWasmOpt(ctx, wasmOpt, small, "-g", "--asyncify", "-Oz", "-ocimfs", "0",
		"--pass-arg=asyncify-ignore-indirect", "--pass-arg=asyncify-imports@spaSession.wait",
		// In these, calls of func values are not ignored.
		"--pass-arg=asyncify-addlist@"+brackets.Replace(strings.Join(marked, ",")),
		"--pass-arg=asyncify-removelist@"+neverWait,
		"-o", out)
}

// waitImport is how the text format begins what imports wasm/internal/wait.Here.
const waitImport = `(import "spaSession" "wait" (func $`

func runWasmOpt(ctx context.Context, wasmOpt, in string, flags ...string) error {
	command := exec.CommandContext(ctx, wasmOpt, append([]string{in}, flags...)...)
	if complaint, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("wasm-opt: %w\n%s", err, complaint)
	}
	return nil
}

// brackets are escaped in names that are written, and not in those that are read.
var brackets = strings.NewReplacer(`\28`, "(", `\29`, ")", `\5b`, "[", `\5d`, "]", `\2c`, ",")
