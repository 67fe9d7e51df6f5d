package bundle

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const manifest = `{
  "name": "tree",
  "scripts": { "prepack": "exit 1" },
  "exports": { ".": "./dist/spa-session.js", "./module": "./dist/spa-session.wasm" }
}
`

// packable is a copy of the repository with what only the package has.
func packable(t *testing.T) Target {
	t.Helper()
	target := built(t)
	for name, content := range map[string]string{
		".github/LICENSE": "ours", "web/third-party-licenses.txt": "theirs", "web/package.json": manifest,
		"web/types/options.d.ts": "export {}\n", "web/react.js": "export {}\n", "web/dist/mine.txt": "not built\n",
	} {
		put1(t, target.Root, name, content)
	}
	return target
}

func TestPackageHasTheFilesOfOneBuild(t *testing.T) {
	target := packable(t)
	out := filepath.Join(t.TempDir(), "package")
	put1(t, out, "dist/old.js", "of the last time")
	if err := Pack(target.Root, target.Out, out); err != nil {
		t.Fatal(err)
	}
	module := named(t, target, ModuleName)
	want := strings.NewReplacer("dist/"+ModuleName, "dist/"+module, `  "scripts": { "prepack": "exit 1" },`+"\n", "").Replace(manifest)
	if got := read(t, out, "package.json"); got != want {
		t.Errorf("package.json is %s, want %s", got, want)
	}
	if read(t, out, "dist/"+module) != read(t, target.Out, module) || read(t, out, "types/options.d.ts") != "export {}\n" {
		t.Error("the files are others")
	}
	for _, name := range []string{"dist/old.js", "dist/mine.txt", "dist/hooks", "dist/" + infoName} {
		if _, err := os.Stat(filepath.Join(out, name)); !os.IsNotExist(err) {
			t.Errorf("%s is in the package: %v", name, err)
		}
	}
}

func TestWhatCannotBePackedIsRefused(t *testing.T) {
	for want, spoil := range map[string]func(*testing.T, *Target){
		"no script prepack":               edit("web/package.json", "{}\n"),
		"exports dist/gone.js, which":     edit("web/package.json", strings.ReplaceAll(manifest, "spa-session.js", "gone.js")),
		"package.json is no JSON":         edit("web/package.json", strings.ReplaceAll(manifest, `"tree",`, `"tree"`)),
		"build-info.json: ":               edit("web/dist/"+infoName, "torn"),
		"LICENSE: there is none":          func(t *testing.T, target *Target) { os.Remove(filepath.Join(target.Root, ".github/LICENSE")) },
		"spa-session.js: no such file or": remove1(Entry, ""),
	} {
		target := packable(t)
		spoil(t, &target)
		if err := Pack(target.Root, target.Out, filepath.Join(t.TempDir(), "package")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// Whatever lies in web/dist-release: what stock Go has built is no release.
func TestStockIsNeverPublished(t *testing.T) {
	withTinyGo(t, TinyGoVersion)
	target := packable(t)
	put1(t, target.Root, tinyGoSupport, "globalThis.seam = 1\n")
	out := filepath.Join(t.TempDir(), "package")
	if err := PackRelease(target.Root, out); err == nil || !strings.Contains(err.Error(), "web/dist-release is not built; run `make release`") {
		t.Errorf("without a release: %v", err)
	}
	if err := os.CopyFS(Release(target.Root).Out, os.DirFS(target.Out)); err != nil {
		t.Fatal(err)
	}
	if err := PackRelease(target.Root, out); err == nil || !strings.Contains(err.Error(), "run `make release`") {
		t.Errorf("with the stock build in its place: %v", err)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("there is a package: %v", err)
	}
	if _, err := Release(target.Root).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := PackRelease(target.Root, out); err != nil {
		t.Errorf("with the release: %v", err)
	}
}

// The package says whose code it holds, in their words.
func TestLicensesAreThoseOfTheToolchains(t *testing.T) {
	told := read(t, "../..", "web/third-party-licenses.txt")
	tools, err := original.toolchain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folders := map[string]string{"Go": tools.GOROOT}
	if found, err := findTinyGo(t.Context()); err == nil {
		folders["TinyGo"] = found.root
	}
	for name, folder := range folders {
		if text := read(t, folder, "LICENSE"); !strings.Contains(told, text) {
			t.Errorf("third-party-licenses.txt lacks the licence of %s:\n%s", name, text)
		}
	}
}
