package bundle

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// repository is a small one: a module, a loader, and what the hash looks at.
var repository = map[string]string{
	"go.mod":                "module example.com/tree\n\ngo 1.26\n",
	"go.sum":                "",
	"wasm/main.go":          "//go:build js\n\npackage main\n\nfunc main() { println(greeting) }\n",
	"wasm/shipped.go":       "//go:build js && !hooks\n\npackage main\n\nconst greeting = \"as it ships\"\n",
	"wasm/hooks.go":         "//go:build js && hooks\n\npackage main\n\nconst greeting = \"with hooks\"\n",
	"wasm/main_test.go":     "package main\n",
	"web/spa-session.js":    "// why\nexport { a } from './part.js'\nexport const b = new URL('./spa-session.wasm', import.meta.url)\n",
	"web/part.js":           "export const a = 1\n",
	"web/silent.html":       "<!doctype html>\n",
	"web/silent.js":         "// why\nconst a = 1\nparent.postMessage(a)\n",
	"web/spa-session.css":   ":host { }\n",
	"web/spa-session.d.ts":  "export const a: 1\n",
	"web/bundle/build.go":   "package bundle\n",
	"web/README.md":         "read me\n",
	"web/testdata/other.js": "nothing to ship\n",
}

// original is the repository, built.
var original Target

func TestMain(m *testing.M) {
	root, err := os.MkdirTemp("", "spa-session-bundle-")
	for name, content := range repository {
		err = errors.Join(err, put(root, name, []byte(content)))
	}
	original = Dist(root, QuickLevel)
	if err == nil {
		_, err = original.Build(context.Background())
	}
	code := 1
	if err == nil {
		code = m.Run()
	} else {
		fmt.Fprintln(os.Stderr, err)
	}
	os.RemoveAll(root)
	os.Exit(code)
}

// unbuilt is a copy of the repository before its build.
func unbuilt(t *testing.T) Target {
	t.Helper()
	root := t.TempDir()
	for name, content := range repository {
		put1(t, root, name, content)
	}
	return Dist(root, QuickLevel)
}

// built is a copy of the repository after its build.
func built(t *testing.T) Target {
	t.Helper()
	target := Dist(t.TempDir(), QuickLevel)
	if err := os.CopyFS(target.Root, os.DirFS(original.Root)); err != nil {
		t.Fatal(err)
	}
	return target
}

func put1(t *testing.T, root, name, content string) {
	t.Helper()
	if err := put(root, name, []byte(content)); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func build(t *testing.T, target Target) (did bool) {
	t.Helper()
	did, err := target.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return did
}

// named is the file that got its name for the one given.
func named(t *testing.T, target Target, name string) string {
	t.Helper()
	names, err := Names(target.Out)
	if err != nil || names[name] == "" {
		t.Fatalf("nothing is named for %s: %q, %v", name, names, err)
	}
	return names[name]
}

func TestBuildFillsTheFolder(t *testing.T) {
	target := original
	if !strings.Contains(read(t, target.Out, named(t, target, "wasm_exec.js")), "globalThis.Go") {
		t.Error("wasm_exec.js is another file")
	}
	hooks, err := filepath.Glob(filepath.Join(target.Out, "hooks", "*.wasm"))
	if err != nil || len(hooks) != 1 {
		t.Fatalf("the hooks have the modules %q, %v", hooks, err)
	}
	for name, greeting := range map[string]string{
		named(t, target, ModuleName):       "as it ships",
		"hooks/" + filepath.Base(hooks[0]): "with hooks",
	} {
		module := read(t, target.Out, name)
		if !strings.HasPrefix(module, "\x00asm") || !strings.Contains(module, greeting) {
			t.Errorf("%s is no module that says %q", name, greeting)
		}
		loader := read(t, filepath.Join(target.Out, filepath.Dir(name)), Entry)
		if !strings.Contains(loader, "=1") || !strings.Contains(loader, `"./`+filepath.Base(name)+`"`) {
			t.Errorf("the loader beside %s leads elsewhere: %s", name, loader)
		}
	}
	var files []string
	err = filepath.WalkDir(target.Out, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, strings.TrimPrefix(path, target.Out+string(filepath.Separator)))
		}
		return err
	})
	if script := read(t, target.Out, "silent.js"); !strings.HasPrefix(script, "const a=1;parent.postMessage") {
		t.Errorf("silent.js is %q", script)
	}
	if want := (4+2)*3 + (4 + 2) + 2; err != nil || len(files) != want {
		t.Errorf("there are %d files, want %d: %q, %v", len(files), want, files, err)
	}
}

func TestBuildIsReproducible(t *testing.T) {
	again := unbuilt(t)
	if !build(t, again) {
		t.Error("nothing was built")
	}
	if read(t, original.Out, infoName) != read(t, again.Out, infoName) {
		t.Error("two builds of the same sources differ")
	}
}

func TestBuildsAgainOnlyWhenSomethingChanged(t *testing.T) {
	if build(t, original) {
		t.Error("it was built twice")
	}
	for name, row := range map[string]struct {
		change func(t *testing.T, target *Target)
		fresh  bool
	}{
		"nothing":         {func(*testing.T, *Target) {}, true},
		"a test":          {edit("wasm/main_test.go", "package main // other\n"), true},
		"the declaration": {edit("web/spa-session.d.ts", "export const a: 2\n"), true},
		"the module":      {edit("wasm/shipped.go", "package main // other\n"), false},
		"a new file":      {edit("wasm/more.go", "package main\n"), false},
		"the loader":      {edit("web/part.js", "export const a = 2\n"), false},
		"the style":       {edit("web/spa-session.css", "dialog { }\n"), false},
		"a version":       {edit("go.sum", "\n"), false},
		"the flags":       {edit("web/bundle/build.go", "package bundle // other flags\n"), false},
		"the level":       {func(_ *testing.T, target *Target) { target.Level = BestLevel }, false},
		"a file is gone":  {remove1(ModuleName, ".br"), false},
		"a file is other": {edit("web/dist/"+Entry, "export const a = 0\n"), false},
	} {
		t.Run(name, func(t *testing.T) {
			target := built(t)
			row.change(t, &target)
			wanted, err := target.describe(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			before, err := readInfo(target.Out)
			if err != nil {
				t.Fatal(err)
			}
			if fresh := before.fresh(wanted, target.Out); fresh != row.fresh {
				t.Errorf("fresh: %v, want %v", fresh, row.fresh)
			}
		})
	}
}

func edit(name, content string) func(*testing.T, *Target) {
	return func(t *testing.T, target *Target) { put1(t, target.Root, name, content) }
}

// remove1 removes what was named for name, or what it was compressed to.
func remove1(name, suffix string) func(*testing.T, *Target) {
	return func(t *testing.T, target *Target) {
		if err := remove(target.Out, named(t, *target, name)+suffix); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLeftoversOfABuildGoAndOtherFilesStay(t *testing.T) {
	target := built(t)
	put1(t, target.Out, "mine.txt", "not built\n")
	sheet := named(t, target, "spa-session.css")
	if err := os.Remove(filepath.Join(target.Root, "web/spa-session.css")); err != nil {
		t.Fatal(err)
	}
	build(t, target)
	for _, name := range []string{sheet, sheet + ".br", "hooks/" + sheet} {
		if _, err := os.Stat(filepath.Join(target.Out, name)); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", name, err)
		}
	}
	if read(t, target.Out, "mine.txt") != "not built\n" {
		t.Error("a file that was not built is gone")
	}
}

// build-info.json lies where anybody may write: its names are not trusted.
func TestLeftoversOutsideStay(t *testing.T) {
	target := unbuilt(t)
	put1(t, target.Out, infoName, `{"files": {"../../go.mod": ""}}`)
	if _, err := target.Build(t.Context()); err == nil || !strings.Contains(err.Error(), "outside") {
		t.Errorf("got %v", err)
	}
	read(t, target.Root, "go.mod")
}

func TestBrokenModuleSaysWhatTheCompilerSaid(t *testing.T) {
	target := unbuilt(t)
	put1(t, target.Root, "wasm/main.go", "//go:build js\n\npackage main\n\nfunc main() { undefinedHere() }\n")
	_, err := target.Build(t.Context())
	if err == nil || !strings.Contains(err.Error(), "undefined: undefinedHere") {
		t.Errorf("got %v", err)
	}
}

func TestCancelledBuildLeavesNothing(t *testing.T) {
	target := unbuilt(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := target.Build(ctx); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(target.Out); !os.IsNotExist(err) {
		t.Errorf("the folder is there: %v", err)
	}
}
