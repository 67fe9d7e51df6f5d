package bundle

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewEnough(t *testing.T) {
	for described, want := range map[string]bool{
		"tinygo version 0.41.0 linux/amd64 (using go version go1.26.8 and LLVM version 19.1.7)": true,
		"tinygo version 0.41.1-dev-abcdef linux/amd64":                                          true,
		"tinygo version 0.100.0 linux/amd64":                                                    true,
		"tinygo version 1.0 linux/amd64":                                                        true,
		"tinygo version 0.40.9 linux/amd64":                                                     false,
		"tinygo version 0.9.0 linux/amd64":                                                      false,
		"tinygo version unknown":                                                                false,
		"tinygo version 1":                                                                      true,
		"":                                                                                      false,
	} {
		if got := newEnough(described); got != want {
			t.Errorf("%q: new enough: %v, want %v", described, got, want)
		}
	}
}

// stub is a TinyGo that writes as the module what it was called with.
const stub = `#!/bin/sh
case "$1" in
version) echo "tinygo version VERSION linux/amd64" ;;
env) dirname "$(dirname "$0")" ;;
build)
	arguments="$*"
	while [ "$1" != -o ]; do shift; done
	echo "$arguments" >"$2"
	;;
esac
`

// stubOfWasmOpt copies, and as text it writes a function that may wait. What it is
// called with goes into the module.
const stubOfWasmOpt = `#!/bin/sh
in=$1
arguments="$*"
while [ "$1" != -o ]; do
	[ "$1" = -S ] && text=yes
	shift
done
if [ -n "$text" ]; then
	printf '(module\n (import "spaSession" "wait" (func $wait.Here))\n (func $fetch\n  (call $wait.Here)\n )\n)\n' >"$2"
else
	cat "$in" >"$2"
	echo "$arguments" >>"$2"
fi
`

// withTinyGo puts a stub of that version on PATH; "" is none. The Go command stays.
func withTinyGo(t *testing.T, version string) {
	t.Helper()
	root := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", t.TempDir()) // with nothing that make tinygo has built
	put1(t, root, "wasm-opt", stubOfWasmOpt)
	if err := os.Chmod(filepath.Join(root, "wasm-opt"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WASMOPT", filepath.Join(root, "wasm-opt"))
	if version == "" {
		return
	}
	put1(t, root, "bin/tinygo", strings.ReplaceAll(stub, "VERSION", version))
	put1(t, root, "targets/wasm_exec.js", "globalThis.Go = class {}\n")
	if err := os.Chmod(filepath.Join(root, "bin/tinygo"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", filepath.Join(root, "bin")+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

func TestReleaseIsCompiledByTinyGo(t *testing.T) {
	withTinyGo(t, TinyGoVersion)
	target := Release(unbuilt(t).Root)
	put1(t, target.Root, tinyGoSupport, "// why\nglobalThis.seam = 1\n")
	put1(t, target.Root, "web/part.js", "export const a = import('./wasm_exec.js')\n")
	if !build(t, target) {
		t.Error("nothing was built")
	}
	if loader := read(t, target.Out, Entry); !strings.Contains(loader, "globalThis.seam=1") || strings.Contains(loader, supportName) {
		t.Errorf("the loader is %q", loader)
	}
	for pattern, tags := range map[string]string{"*.wasm": "-tags= ", "hooks/*.wasm": "-tags=hooks "} {
		found, err := filepath.Glob(filepath.Join(target.Out, pattern))
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %q, %v", pattern, found, err)
		}
		module := read(t, filepath.Dir(found[0]), filepath.Base(found[0]))
		for _, flag := range []string{"-target=wasm", "-panic=trap", "-stack-size=" + stackSize, "-no-debug", tags, "--asyncify", "asyncify-addlist@fetch"} {
			if !strings.Contains(module, flag) {
				t.Errorf("%s was compiled without %s: %s", pattern, flag, module)
			}
		}
	}
	if err := StaleRelease(target.Root); err != nil {
		t.Error(err)
	}
	put1(t, target.Root, tinyGoSupport, "globalThis.seam = 2\n")
	if err := StaleRelease(target.Root); err == nil || !strings.Contains(err.Error(), "run `make release`") {
		t.Errorf("with another seam: %v", err)
	}
}

func TestWithoutTinyGoThereIsNoRelease(t *testing.T) {
	for _, version := range []string{"", "0.40.1"} {
		withTinyGo(t, version)
		if version == "" {
			if _, err := findTinyGo(t.Context()); err == nil {
				t.Skip("this machine has a TinyGo on PATH")
			}
		}
		target := Release(unbuilt(t).Root)
		put1(t, target.Root, tinyGoSupport, "globalThis.seam = 1\n")
		if _, err := target.Build(t.Context()); !errors.Is(err, ErrNoTinyGo) {
			t.Errorf("with TinyGo %q: %v", version, err)
		}
		if _, err := os.Stat(target.Out); !os.IsNotExist(err) {
			t.Errorf("with TinyGo %q there is a release: %v", version, err)
		}
	}
}

// An old TinyGo, nothing to build another with, and no right to install that.
func TestWithoutTinyGoTheScriptSaysWhatToInstall(t *testing.T) {
	bin, cache := t.TempDir(), t.TempDir()
	for name, script := range map[string]string{
		"tinygo": "echo tinygo version 0.40.1 linux/amd64", "dpkg-query": "exit 1", "id": "echo 1000", "sudo": "exit 1",
	} {
		put1(t, bin, name, "#!/bin/sh\n"+script+"\n")
		if err := os.Chmod(filepath.Join(bin, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command("../../.ci/tinygo")
	command.Env = append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"), "XDG_CACHE_HOME="+cache)
	out, err := command.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "install TinyGo "+TinyGoVersion+" or later") {
		t.Errorf("got %v\n%s", err, out)
	}
	if left, err := os.ReadDir(cache); err != nil || len(left) > 0 {
		t.Errorf("it left %v in the cache, %v", left, err)
	}
}
