package bundle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compile builds the module: its files by name. The bytes depend on nothing but sources
// and toolchain: neither path, build id nor commit get in, so hashes can be compared.
func (t Target) compile(ctx context.Context, tags string) (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "spa-session-build-")
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", t.Package, err)
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, ModuleName)
	if t.TinyGo {
		err = t.compileRelease(ctx, tags, dir, out)
	} else {
		err = t.compileStock(ctx, tags, out)
	}
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", t.Package, err)
	}
	files := map[string][]byte{}
	for _, name := range []string{ModuleName, RestName} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) && name == RestName {
			break
		}
		if err == nil && !t.TinyGo { // whose linker leaves no zeros out
			content, err = oneDataSegment(content)
		}
		if err != nil {
			return nil, fmt.Errorf("compile %s: %w", t.Package, err)
		}
		files[name] = content
	}
	return files, nil
}

func (t Target) compileStock(ctx context.Context, tags, out string) error {
	flags := "-ldflags=-s -w -buildid="
	if t.named {
		flags = "-ldflags=-w -buildid="
	}
	// Inlining repeats code: without it a module weighs 80 KB of brotli less (of 780).
	// What takes time here is the network.
	_, err := t.goCommand(ctx, t.collector(ctx), "build", "-trimpath", "-buildvcs=false",
		"-gcflags=all=-l", flags, "-tags="+tags, "-o", out, t.Package)
	return err
}

// collector asks for the older garbage collector, as long as Go has it: Green Tea,
// the default since Go 1.26, is made for many cores and large heaps, and weighs
// 13 KB of brotli more.
func (t Target) collector(ctx context.Context) (environment string) {
	const older = "GOEXPERIMENT=nogreenteagc"
	if _, err := t.goCommand(ctx, older, "env", "GOVERSION"); err != nil {
		return "" // a later Go, which does not know the choice any more
	}
	return older
}

// wasmExec is the support file of the very toolchain that compiles: the two are
// made for each other. Before Go 1.24 it lay in misc/wasm.
func (t Target) wasmExec(ctx context.Context) ([]byte, error) {
	tools, err := t.toolchain(ctx)
	if err != nil {
		return nil, err
	}
	for _, folder := range []string{"lib", "misc"} {
		content, err := os.ReadFile(filepath.Join(tools.GOROOT, folder, "wasm", "wasm_exec.js"))
		if !errors.Is(err, fs.ErrNotExist) {
			return content, err
		}
	}
	return nil, fmt.Errorf("%s has no wasm_exec.js in lib/wasm or misc/wasm: install the whole Go distribution", tools.GOROOT)
}

// toolchain is the Go that compiles.
type toolchain struct{ GOROOT, GOVERSION string }

func (t Target) toolchain(ctx context.Context) (tools toolchain, err error) {
	out, err := t.goCommand(ctx, "", "env", "-json", "GOROOT", "GOVERSION")
	if err != nil {
		return tools, err
	}
	if err := json.Unmarshal(out, &tools); err != nil {
		return tools, fmt.Errorf("go env: %w", err)
	}
	return tools, nil
}

// goCommand runs the Go command for the platform of the module. environment is
// one more setting, or "".
func (t Target) goCommand(ctx context.Context, environment string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = t.Root
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if environment != "" {
		command.Env = append(command.Env, environment)
	}
	var complaint strings.Builder
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, complaint.String())
	}
	return out, nil
}
