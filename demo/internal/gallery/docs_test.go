package gallery

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// web/docs/dialog.md says by which tests its words are kept: they must be there.
func TestTheDocumentationNamesTestsThatAreThere(t *testing.T) {
	content, err := os.ReadFile("../../../web/docs/dialog.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(content), -1)
	if len(named) < 20 {
		t.Fatalf("dialog.md names %d tests", len(named))
	}
	var tests strings.Builder
	for _, folder := range []string{"demo", "wasm", "web"} {
		root := os.DirFS("../../../" + folder)
		err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := fs.ReadFile(root, path)
			tests.Write(source)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range named {
		if !strings.Contains(tests.String(), "func "+test[1]+"(t *testing.T)") {
			t.Errorf("dialog.md names %s, which is no test", test[1])
		}
	}
}
