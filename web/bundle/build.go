package bundle

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// ModuleName is the file name of the compiled module, before it gets its hash.
const ModuleName = "spa-session.wasm"

// The levels of brotli: quick for every build, and best for what is published or
// measured, which takes some nine seconds for a module.
const (
	QuickLevel = 5
	BestLevel  = 11
)

// Target is one thing to build.
type Target struct {
	Root    string // of the Go module, where go.mod is
	Package string // the main package, such as "./wasm"
	Out     string // the folder to fill; what is there and not built here stays
	Level   int    // of brotli: QuickLevel or BestLevel
	TinyGo  bool   // compile with TinyGo rather than Go
	// Hooks adds a second build, with the build tag hooks, in the folder hooks: it
	// holds what only tests may do to a module. It is never published and not compressed.
	Hooks bool

	named bool // leave the names of functions in the module, to see what is in it
}

// Dist is the target that web/dist is the outcome of.
func Dist(root string, level int) Target {
	return Target{
		Root:    root,
		Package: "./wasm",
		Out:     filepath.Join(root, "web", "dist"),
		Level:   level,
		Hooks:   true,
	}
}

// Release is the target that web/dist-release is the outcome of: what is published.
func Release(root string) Target {
	return Target{
		Root:    root,
		Package: "./wasm",
		Out:     filepath.Join(root, "web", "dist-release"),
		Level:   BestLevel,
		TinyGo:  true,
		Hooks:   true,
	}
}

// Build fills t.Out and tells whether it had to: it did nothing if everything
// there is what the sources give.
func (t Target) Build(ctx context.Context) (built bool, err error) {
	wanted, err := t.describe(ctx)
	if err != nil {
		return false, err
	}
	before, err := readInfo(t.Out)
	if err == nil && before.fresh(wanted, t.Out) {
		return false, nil
	}

	files, names, err := t.everything(ctx)
	if err != nil {
		return false, err
	}
	wanted.Names, wanted.Files = names, hashes(files)
	return true, write(t.Out, files, before.Files, wanted)
}

// everything is what the folder is to hold, and the names that its files got.
func (t Target) everything(ctx context.Context) (files map[string][]byte, names map[string]string, err error) {
	plain, err := t.files(ctx)
	if err != nil {
		return nil, nil, err
	}
	if files, names, err = withHashedNames(plain); err != nil {
		return nil, nil, err
	}
	returns, err := returnPages(t.Root)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(files, returns)
	if err := compressAll(ctx, files, t.Level); err != nil {
		return nil, nil, err
	}
	files[PreloadName] = preload(names) // to be read by people and by other builds, not by pages
	if t.Hooks {
		err = t.addHooks(ctx, plain, returns, files)
	}
	return files, names, err
}

// files are what a page loads, by name, uncompressed.
func (t Target) files(ctx context.Context) (map[string][]byte, error) {
	files, err := t.loader()
	if err != nil {
		return nil, err
	}
	if !t.TinyGo {
		if files[supportName], err = t.wasmExec(ctx); err != nil {
			return nil, err
		}
	}
	module, err := t.compile(ctx, "")
	maps.Copy(files, module)
	return files, err
}

// addHooks adds to files what is in plain once more, with the module that tests may
// break.
func (t Target) addHooks(ctx context.Context, plain, returns, files map[string][]byte) error {
	module, err := t.compile(ctx, "hooks")
	if err != nil {
		return err
	}
	maps.Copy(plain, module)
	renamed, _, err := withHashedNames(plain)
	maps.Copy(renamed, returns)
	for name, content := range renamed {
		files[path.Join("hooks", name)] = content
	}
	return err
}

// supportName is what Go's part of the loader is called. That of the release is in the
// loader.
const supportName = "wasm_exec.js"

// styleName is what the dialog's style sheet is called, before it gets its hash.
const styleName = "spa-session.css"

// withDialog tells the files that the dialog is made of. A page loads them by itself
// soon after it has its first token, or when the dialog is needed.
func withDialog(name string) bool { return name == RestName || name == styleName }

// OnDemand tells the files that a page does not load before it has a token, unless it
// asks for them: the dialog's, the texts of one language, what describeTimeout says, and
// what session.guard, refresh tokens, keys that tokens are bound to and createFetcher need.
func OnDemand(name string) bool {
	if withDialog(name) {
		return true
	}
	switch name {
	case "describe.js", "guard.js", "locale.js", "keeper.js", "worker.js", "safe.js", "dpop.js", "fetcher.js":
		return true
	}
	return strings.HasPrefix(name, "locale-")
}

// singles are the hand-written files that stay files of their own.
func singles(root string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(root, "web", "*.*s"))
	if err != nil {
		return nil, fmt.Errorf("list the loader: %w", err)
	}
	return slices.DeleteFunc(files, func(file string) bool {
		return !OnDemand(filepath.Base(file))
	}), nil
}

// loader is the hand-written part of the package: the entry, and what that loads later.
func (t Target) loader() (map[string][]byte, error) {
	single, err := singles(t.Root)
	if err != nil {
		return nil, err
	}
	files, later := map[string][]byte{}, []string{}
	for _, file := range single {
		name := filepath.Base(file)
		later = append(later, "./"+name)
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the loader: %w", err)
		}
		if files[name], err = minified(name, content); err != nil {
			return nil, fmt.Errorf("minify the loader: %w", err)
		}
	}
	support := ""
	if t.TinyGo {
		support = filepath.Join(t.Root, tinyGoSupport)
	} else {
		later = append(later, "./"+supportName)
	}
	if files[Entry], err = bundled(filepath.Join(t.Root, "web", Entry), support, later); err != nil {
		return nil, fmt.Errorf("bundle the loader: %w", err)
	}
	return files, nil
}
