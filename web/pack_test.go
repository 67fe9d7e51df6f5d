package web_test

import (
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/spa-session/spa-session/web/bundle"
)

// installed is the folder of an app that has the package from npm, with the fixture
// for a module.
func installed(t *testing.T) (app string) {
	t.Helper()
	npm, err := exec.LookPath("npm")
	needs(t, "npm", "install Node.js 20 or later", err)
	folder, app := t.TempDir(), t.TempDir()
	if err := bundle.Pack("..", dist, filepath.Join(folder, "package")); err != nil {
		t.Fatal(err)
	}
	run(t, folder, npm, "pack", "./package", "--silent")
	found, err := filepath.Glob(filepath.Join(folder, "spa-session-*.tgz"))
	if err != nil || len(found) != 1 {
		t.Fatalf("npm packed %q, %v", found, err)
	}
	run(t, app, npm, "install", "--offline", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", found[0])
	return app
}

func TestPackageShipsWhatAPageLoads(t *testing.T) {
	var got []string
	for _, pattern := range []string{"*", "types/*", "dist/*"} {
		found, err := filepath.Glob(filepath.Join(installed(t), "node_modules", "spa-session", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			got = append(got, filepath.Join(filepath.Dir(pattern), filepath.Base(file)))
		}
	}
	want := []string{
		"LICENSE", "README.md", "dist", "dist/preload.html", "package.json", "react.d.ts", "react.js", "spa-session.d.ts", "third-party-licenses.txt", "types",
		"types/errors.d.ts", "types/methods.d.ts", "types/options.d.ts", "types/session.d.ts",
	}
	shipped := []string{"popup.html", "popup.js", "silent.html", "silent.js"}
	for _, name := range append(shipped, slices.Collect(maps.Values(names))...) {
		want = append(want, "dist/"+name, "dist/"+name+".br", "dist/"+name+".gz")
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("npm would publish\n%q, want\n%q", got, want)
	}
}

// Apps name the module and the style sheet without their hashes.
func TestThePackageIsImportedOnAServer(t *testing.T) {
	run(t, installed(t), node(t), "--input-type=module", "--eval", `
		import assert from 'node:assert/strict'
		import { existsSync } from 'node:fs'
		const { createSessionClient, SessionError } = await import('spa-session')
		const error = await createSessionClient({}).catch((error) => error)
		assert(error instanceof SessionError)
		for (const name of ['wasm', 'css']) {
			const url = new URL(import.meta.resolve('spa-session/spa-session.' + name))
			assert.match(url.pathname, new RegExp('/dist/spa-session\\.[0-9a-f]{8}\\.' + name + '$'))
			assert(existsSync(url))
		}
	`)
}

// A bundler moves the loader, so the app says where the module went.
func TestThePackageIsBundled(t *testing.T) {
	app := installed(t)
	const source = `import * as api from 'spa-session'
		import wasmUrl from 'spa-session/spa-session.wasm'
		globalThis.create = () => api.createSessionClient({ clientId: 'shop', session: false, wasmUrl })`
	if err := os.WriteFile(filepath.Join(app, "page.js"), []byte(source), 0o644); err != nil {
		t.Fatal(err)
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: app, EntryPoints: []string{"page.js"}, Outdir: "out", Bundle: true, Splitting: true, Write: true,
		Format: api.FormatESModule, Loader: map[string]api.Loader{".wasm": api.LoaderFile},
	})
	if len(result.Errors) > 0 || len(result.Warnings) > 0 {
		t.Fatalf("esbuild: %v, %v", result.Errors, result.Warnings)
	}
	s := newSite(t)
	for _, file := range result.OutputFiles {
		s.answer("/"+filepath.Base(file.Path), func(w http.ResponseWriter, r *http.Request) {
			http.ServeFile(w, r, file.Path)
		})
	}
	p := open(t, s)
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
	p.quiet(t)
}

// In web itself lies another build, or none.
func TestOnlyMakePackPacks(t *testing.T) {
	npm, err := exec.LookPath("npm")
	needs(t, "npm", "install Node.js 20 or later", err)
	out, err := exec.Command(npm, "pack", "--dry-run", "--offline").CombinedOutput()
	if err == nil || !regexp.MustCompile(`run make pack`).Match(out) {
		t.Errorf("npm pack in web: %v\n%s", err, out)
	}
}
