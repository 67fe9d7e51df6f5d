package bundle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// TinyGoVersion is the oldest TinyGo that compiles the module: it is the first
// that knows Go 1.26. `make tinygo` builds this one where it can.
const TinyGoVersion = "0.41.0"

// ErrNoTinyGo is the error of a release that no TinyGo is there for.
var ErrNoTinyGo = errors.New("there is no TinyGo " + TinyGoVersion + " or later: run `make tinygo`, " +
	"or install it (https://tinygo.org/getting-started/install)")

// tinyGo is the command, its description of itself, and its folder.
type tinyGo struct{ command, version, root string }

// findTinyGo takes the TinyGo on PATH if it is new enough, else what `make tinygo`
// has built.
func findTinyGo(ctx context.Context) (tinyGo, error) {
	candidates := []string{"tinygo"}
	if cache, err := os.UserCacheDir(); err == nil {
		candidates = append(candidates, filepath.Join(cache, "spa-session", "tinygo-"+TinyGoVersion, "bin", "tinygo"))
	}
	for _, command := range candidates {
		version, err := exec.CommandContext(ctx, command, "version").Output()
		if err != nil || !newEnough(string(version)) {
			continue
		}
		root, err := exec.CommandContext(ctx, command, "env", "TINYGOROOT").Output()
		if err != nil {
			return tinyGo{}, fmt.Errorf("tinygo env: %w", err)
		}
		return tinyGo{command, strings.TrimSpace(string(version)), strings.TrimSpace(string(root))}, nil
	}
	return tinyGo{}, errors.Join(ErrNoTinyGo, ctx.Err())
}

// newEnough reads "tinygo version 0.41.0 linux/amd64 (...)".
func newEnough(described string) bool {
	fields := strings.Fields(described)
	if len(fields) < 3 {
		return false
	}
	found, oldest := numbers(fields[2]), numbers(TinyGoVersion)
	return found[0] > oldest[0] || found[0] == oldest[0] && found[1] >= oldest[1]
}

// numbers are the first two of a version.
func numbers(version string) (parts [2]int) {
	for i, part := range strings.SplitN(version, ".", 3)[:min(2, strings.Count(version, ".")+1)] {
		parts[i], _ = strconv.Atoi(part) // what is no number is the oldest
	}
	return parts
}

// stackSize is that of a goroutine. The deepest that tests of logins, popups, renewals and the dialog came to is
// 4,064 bytes; demo/renewals_test.go has half of it free. TinyGo's 64 KB have to be found, cleared and collected anew
// for each of the six goroutines of a renewal. A call that goes too deep overwrites the heap until its goroutine
// waits next, and then ends the module: what recurs over data is bounded (jsx.Limits), and so is how often Go and
// JavaScript call each other (web/tinygo/seam.js). (Below 16 KB, TinyGo puts less on the stack.)
const stackSize = "24KB"

// compileRelease builds the module with TinyGo, in its two files. A panic is a trap: the
// loader hears it, and the text of panics would weigh 20 KB of brotli.
func (t Target) compileRelease(ctx context.Context, tags, dir, out string) error {
	found, err := findTinyGo(ctx)
	if err != nil {
		return err
	}
	original, err := wasmOpt(found)
	if err != nil {
		return err
	}
	script := filepath.Join(dir, "wasm-opt")
	if err := os.WriteFile(script, fmt.Appendf(nil, passThrough, original), 0o700); err != nil {
		return err
	}
	linked := filepath.Join(dir, "linked.wasm")
	command := exec.CommandContext(ctx, found.command, "build", "-target=wasm", "-opt=z", "-no-debug",
		"-panic=trap", "-stack-size="+stackSize, "-gc=none", "-scheduler=asyncify", "-tags="+tags, "-o", linked, t.Package)
	command.Dir = t.Root
	command.Env = append(os.Environ(), "WASMOPT="+script)
	if complaint, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("tinygo build: %w\n%s", err, complaint)
	}
	whole := filepath.Join(dir, "whole.wasm")
	if err := asyncify(ctx, original, linked, whole); err != nil {
		return err
	}
	return split(ctx, original, whole, out, filepath.Join(dir, RestName), t.named)
}

// wasmOpt is the one that TinyGo would run.
func wasmOpt(found tinyGo) (string, error) {
	if set := os.Getenv("WASMOPT"); set != "" {
		return set, nil
	}
	for _, place := range []string{"bin", "build"} {
		if path, err := exec.LookPath(filepath.Join(found.root, place, "wasm-opt")); err == nil {
			return path, nil
		}
	}
	return exec.LookPath("wasm-opt")
}

// tinyGoSupport stands in the place of TinyGo's wasm_exec.js. (That one weighs 3 KB of
// brotli more, for files, a console and syscall/js.)
const tinyGoSupport = "web/tinygo/go.js"
