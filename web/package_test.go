package web_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/andybalholm/brotli"

	"github.com/spa-session/spa-session/web/bundle"
)

// loaderBudget is what our own JavaScript may weigh, in bytes of brotli: the loader
// itself, what reads the options, with the English of the dialog, and what asks the server
// while the module is on its way. textsBudget is for each of the files that are fetched
// when they are asked for.
const (
	loaderBudget = 9_200
	textsBudget  = 1_200
)

func TestLoaderIsSmall(t *testing.T) {
	total := 0
	for name := range names {
		if filepath.Ext(name) != ".js" || name == "wasm_exec.js" {
			continue
		}
		weight := brotlied(t, filepath.Join(dist, names[name]))
		if !bundle.OnDemand(name) {
			total += weight
		} else if weight == 0 || weight > textsBudget {
			t.Errorf("%s weighs %d bytes of brotli; the budget is %d", name, weight, textsBudget)
		}
	}
	t.Logf("%d bytes of brotli", total)
	if total < 2_000 || total > loaderBudget {
		t.Errorf("the loader weighs %d bytes of brotli; its budget is %d", total, loaderBudget)
	}
}

// The adapter is thin: what it weighs as it stands, comments and all, is above what
// is left of it in an app's bundle.
func TestReactAdapterIsSmall(t *testing.T) {
	if weight := brotlied(t, "react.js"); weight == 0 || weight > 2_000 {
		t.Errorf("react.js weighs %d bytes of brotli; its budget is 2000", weight)
	}
}

// brotlied is what a file weighs in bytes of brotli.
func brotlied(t *testing.T, name string) int {
	t.Helper()
	var packed bytes.Buffer
	writer := brotli.NewWriterLevel(&packed, bundle.BestLevel)
	writer.Write(read(t, name))
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}

func TestVersionIsThePackages(t *testing.T) {
	var manifest struct{ Version string }
	parse(t, read(t, "package.json"), &manifest)
	found := regexp.MustCompile(`version = '(.+)'`).FindStringSubmatch(string(read(t, "spa-session.js")))
	if found == nil || found[1] != manifest.Version {
		t.Errorf("spa-session.js has version %q, package.json %q", found, manifest.Version)
	}
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func parse(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
}
