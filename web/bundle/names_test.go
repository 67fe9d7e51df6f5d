package bundle

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// leading is a package whose files lead to each other as the loader's do.
func leading() map[string][]byte {
	return map[string][]byte{
		Entry:        []byte(`import{a}from"./loader.js";new URL("./a.wasm",import.meta.url);`),
		"loader.js":  []byte(`import("./support.js");"./a.css";"./a.css"`),
		"support.js": []byte(`go()`),
		"a.css":      []byte(`:host{}`),
		"a.wasm":     []byte("\x00asm"),
	}
}

func rename(t *testing.T, files map[string][]byte) (map[string][]byte, map[string]string) {
	t.Helper()
	renamed, names, err := withHashedNames(files)
	if err != nil {
		t.Fatal(err)
	}
	return renamed, names
}

func TestAllButTheEntryGetHashes(t *testing.T) {
	files := leading()
	renamed, names := rename(t, files)
	if len(renamed) != len(files) || names[Entry] != Entry {
		t.Errorf("names %q", names)
	}
	hashed := regexp.MustCompile(`^(.+)\.[0-9a-f]{8}\.(js|css|wasm)$`)
	for name, to := range names {
		if name != Entry && hashed.ReplaceAllString(to, "$1.$2") != name {
			t.Errorf("%s became %s", name, to)
		}
	}
	want := `import{a}from"./` + names["loader.js"] + `";new URL("./` + names["a.wasm"] + `",import.meta.url);`
	if got := string(renamed[Entry]); got != want {
		t.Errorf("the entry is %s, want %s", got, want)
	}
	want = `import("./` + names["support.js"] + `");"./` + names["a.css"] + `";"./` + names["a.css"] + `"`
	if got := string(renamed[names["loader.js"]]); got != want {
		t.Errorf("the loader is %s, want %s", got, want)
	}
	if string(files["loader.js"]) != string(leading()["loader.js"]) {
		t.Error("what was given was changed")
	}
}

// A page that has kept a file for a year must find the others that it was made with.
func TestANameChangesWithAllThatTheFileLeadsTo(t *testing.T) {
	_, before := rename(t, leading())
	for change, want := range map[string][]string{
		"a.css":      {"a.css", "loader.js"},
		"support.js": {"loader.js", "support.js"},
		"a.wasm":     {"a.wasm"},
		Entry:        nil,
	} {
		files := leading()
		files[change] = append(files[change], " "...)
		_, after := rename(t, files)
		var changed []string
		for _, name := range slices.Sorted(maps.Keys(after)) {
			if after[name] != before[name] {
				changed = append(changed, name)
			}
		}
		if !slices.Equal(changed, want) {
			t.Errorf("with another %s the names of %q change, want %q", change, changed, want)
		}
	}
}

func TestReferencesThatLeadNowhereAreRefused(t *testing.T) {
	for name, row := range map[string]struct{ file, content, want string }{
		"a file that is not there": {"support.js", `import"./gone.js"`, "support.js refers to ./gone.js"},
		"a circle":                 {"support.js", `import"./loader.js"`, "have no hashes"},
		"itself":                   {"support.js", `import"./support.js"`, "have no hashes"},
	} {
		t.Run(name, func(t *testing.T) {
			files := leading()
			files[row.file] = []byte(row.content)
			if _, _, err := withHashedNames(files); err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("got %v, want an error with %q", err, row.want)
			}
		})
	}
}
