package bundle

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestStale(t *testing.T) {
	if err := Stale(original.Root); err != nil {
		t.Error(err)
	}
	wantStale(t, unbuilt(t), "web/dist is not built; run `make build`")
	for want, spoil := range map[string]func(*testing.T, *Target){
		"web/dist is older than its sources; run `make build`": edit("web/part.js", "export const a = 2\n"),
		"hooks/spa-session.js is not the file that was built":  edit("web/dist/hooks/spa-session.js", "altered\n"),
		"web/dist is not as it was built; run `make build`":    remove1(ModuleName, ".gz"),
		"web/dist cannot be read; run `make build`":            edit("web/dist/build-info.json", "torn"),
	} {
		target := built(t)
		spoil(t, &target)
		wantStale(t, target, want)
	}
}

func wantStale(t *testing.T, target Target, want string) {
	t.Helper()
	if err := Stale(target.Root); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}

// A release is compressed better, and no less fresh.
func TestOtherLevelIsNotStale(t *testing.T) {
	target := built(t)
	found, err := readInfo(target.Out)
	if err != nil {
		t.Fatal(err)
	}
	found.Level = BestLevel
	text, err := json.Marshal(found)
	if err != nil {
		t.Fatal(err)
	}
	put1(t, target.Out, infoName, string(text))
	if err := Stale(target.Root); err != nil {
		t.Error(err)
	}
}

func TestSizes(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	dir := t.TempDir()
	names := map[string]string{
		"a.js": "a.js", ModuleName: "spa-session.0123abcd.wasm", styleName: "spa-session.4567cdef.css", "guard.js": "guard.01234567.js",
	}
	files := map[string][]byte{
		"a.js":              bytes.Repeat([]byte("a"), 100),
		names[ModuleName]:   bytes.Repeat([]byte("module "), 10_000),
		names[styleName]:    bytes.Repeat([]byte("dialog { } "), 100),
		"guard.01234567.js": []byte("what few pages ask for"),
		"a.js.br":           []byte("not what a page loads beside a.js"),
		"a.js.gz":           []byte("nor this"),
		"hooks/a.js":        []byte("nor this"),
	}
	if err := write(dir, files, nil, info{Names: names, Files: hashes(files)}); err != nil {
		t.Fatal(err)
	}
	sizes, dialog, err := Sizes(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(sizes) != 2 || sizes[0].Name != ModuleName || sizes[1].Name != "a.js" {
		t.Fatalf("a page loads %+v", sizes)
	}
	if len(dialog) != 1 || dialog[0].Name != styleName {
		t.Fatalf("the dialog is made of %+v", dialog)
	}
	for _, size := range append(sizes, dialog...) {
		if size.Raw != len(files[names[size.Name]]) || size.Brotli >= size.Gzip || size.Gzip >= size.Raw || size.Brotli == 0 {
			t.Errorf("measured %+v", size)
		}
	}
}

func TestPrintSizes(t *testing.T) {
	sizes := []Size{{"a.wasm", 2_000_000, 900_000, 700_000}, {"b.js", 400, 300, 200}}
	var out bytes.Buffer
	if err := PrintSizes(&out, sizes, []Size{{styleName, 6_000, 2_000, 1_700}}, StockBudget); err != nil {
		t.Fatal(err)
	}
	want := `
        raw     gzip   brotli  what a page loads before it has a token
  2,000,000  900,000  700,000  a.wasm
        400      300      200  b.js
  2,000,400  900,300  700,200  total
                      760,000  budget, 92 % of it used
                               for the dialog, a second later
      6,000    2,000    1,700  spa-session.css
      6,000    2,000    1,700  total
`
	if got := "\n" + out.String(); got != want {
		t.Errorf("got%swant%s", got, want)
	}
}
