package main_test

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/web/bundle"
)

const module = "github.com/spa-session/spa-session/"

// banned are packages that the module must not reach, be it by what it imports,
// each with its price. Figures of gzip were measured on a module of safejs alone,
// those of brotli on one with contexts, strings and base64.
var banned = map[string]string{
	"encoding/json": "162 KB gzip; the browser has JSON, see Ports.JSON",
	"net/url":       "63 KB gzip; the browser has URL, see Ports.URL",
	"net/http":      "1,911 KB gzip; the browser has fetch, see Ports.Fetch",
	"html/template": "800 KB gzip, since it keeps the linker from dropping methods; the dialog is made of elements",
	"text/template": "800 KB gzip with html/template, for the same reason",
	"regexp":        "143 KB gzip; what is parsed here is short, and its grammar is known",
	"log/slog":      "114 KB gzip; the option logger takes sentences",
	"crypto/...":    "42 KB brotli for sha256 alone, 40 KB gzip for rsa; the browser has WebCrypto, see Ports.Digest and Verify",
	"math/big":      "comes with crypto/rsa; nothing here counts so far",
	"context":       "17 KB brotli, 5 in the release: it keeps the printing of time.Time and the time zones; wasm/internal/context has cancellation",
	"testing":       "for tests; it adds flags and profiles to what ships",
}

// builds are the tags of the two compilers.
var builds = map[string]string{"stock": "", "release": "tinygo"}

// Tried once: each of them, imported by a file of package client for either compiler,
// turned this test red for that build. TestSizeBudget, when one was in use, found so
// many KB of brotli more in the stock build, and in the release:
//
//	encoding/json   82  63, over both budgets
//	regexp          90  48, over both budgets
//	net/url         29  42, over the release's
//	crypto/sha256   38  27, over the release's
//	context         21   8, over the release's
func TestNoBannedPackageIsLinked(t *testing.T) {
	for build, tags := range builds {
		t.Run(build, func(t *testing.T) { wantNoBanned(t, tags) })
	}
}

func wantNoBanned(t *testing.T, tags string) {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-tags="+tags, ".")
	list.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var complaint strings.Builder
	list.Stderr = &complaint
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	linked := strings.Fields(string(out))
	if !slices.Contains(linked, "runtime") {
		t.Fatalf("go list names %d packages, without runtime among them", len(linked))
	}
	for _, pattern := range slices.Sorted(maps.Keys(banned)) {
		for _, name := range linked {
			if covers(pattern, name) {
				t.Errorf("%s is linked: %s", name, banned[pattern])
			}
		}
	}
}

// covers takes x/... for x and all below it.
func covers(pattern, name string) bool {
	folder, all := strings.CutSuffix(pattern, "/...")
	return name == folder || all && strings.HasPrefix(name, folder+"/")
}

// Go's clock in WebAssembly is performance.now(), which may stand still while a
// device sleeps: time comes from the ports Now and Wake alone.
var bannedCalls = map[string]struct {
	names []string
	why   string
}{
	"time": {
		[]string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "NewTimer", "NewTicker", "Tick"},
		"it may stand still while a device sleeps; use the ports Now and Wake",
	},
	"strings": {
		[]string{"ToLower", "ToUpper", "Title", "EqualFold", "Fields", "Map"},
		"it knows all of Unicode: 3 KB of brotli in the release",
	},
	"strconv": {
		[]string{"Quote", "AppendQuote", "Unquote", "FormatFloat", "AppendFloat", "ParseFloat", "ParseInt", "ParseUint", "Atoi"},
		"its tables are 15 KB of brotli in the release; package text has the little that is needed",
	},
	"errors": {
		[]string{"Is", "As"},
		"it brings reflection: 5 KB of brotli in the release; errors.AsType does not",
	},
}

// Tried once: each of the calls of time, in a file of package client for either
// compiler, turned this test red. In use they weigh 3 KB of brotli in the release and
// nothing in the stock build: no budget would have told.
func TestNoBannedCall(t *testing.T) {
	for _, file := range sources(t) {
		if _, banned := bannedCalls[file.imports["."]]; banned {
			t.Errorf("%s imports %s as a dot: its calls cannot be told from others", file.path, file.imports["."])
		}
		ast.Inspect(file.tree, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			name, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			if ban := bannedCalls[file.imports[name.Name]]; slices.Contains(ban.names, selector.Sel.Name) {
				t.Errorf("%s uses %s.%s: %s", file.position(selector.Pos()), name.Name, selector.Sel.Name, ban.why)
			}
			return true
		})
	}
}

// arrows are the imports that a package may have beside the standard library.
// The value types of oidc and deadline go wherever the ports that carry them go.
var arrows = map[string][]string{
	"wasm/oidc":              {},
	"wasm/internal/deadline": {},
	"wasm/internal/tabs":     {},
	"wasm/internal/api":      {},
	"wasm/internal/context":  {},
	"wasm/internal/text":     {},
	"wasm/internal/wait":     {},
	"wasm/internal/part":     {},
	"wasm/internal/client": {
		"wasm/oidc", "wasm/internal/context", "wasm/internal/deadline", "wasm/internal/part", "wasm/internal/tabs", "wasm/internal/text",
		"wasm/internal/wait",
	},
	"wasm/internal/heap": {},
	"wasm/internal/jsx":  {"github.com/hack-pad/safejs", "syscall/js", "wasm/internal/context", "wasm/internal/heap", "wasm/internal/text", "wasm/internal/wait"},
	"wasm/internal/browser": {
		"wasm/internal/client", "wasm/internal/context", "wasm/internal/jsx", "wasm/internal/deadline", "wasm/internal/part",
		"wasm/internal/text", "wasm/internal/wait", "wasm/oidc",
	},
	"wasm/internal/modal": {"wasm/internal/client", "wasm/internal/jsx", "wasm/internal/deadline", "wasm/internal/part", "wasm/internal/wait"},
	"wasm/internal/modal/gallery": {
		"wasm/internal/browser", "wasm/internal/client", "wasm/internal/context", "wasm/internal/deadline",
		"wasm/internal/jsx", "wasm/internal/modal", "wasm/oidc",
	},
	"wasm/internal/bind": {
		"wasm/internal/api", "wasm/internal/client", "wasm/internal/context", "wasm/internal/jsx", "wasm/internal/deadline",
		"wasm/internal/part", "wasm/internal/wait", "wasm/oidc",
	},
	"wasm": {
		"wasm/internal/bind", "wasm/internal/browser", "wasm/internal/client", "wasm/internal/context", "wasm/internal/modal",
		"wasm/internal/jsx", "wasm/internal/part",
	},
}

func TestArrows(t *testing.T) {
	for _, file := range sources(t) {
		allowed, drawn := arrows[file.dir]
		if !drawn {
			t.Errorf("%s: %s has no arrows here: say what it may import", file.path, file.dir)
			continue
		}
		for _, imported := range file.imports {
			to, ours := strings.CutPrefix(imported, module)
			foreign := strings.Contains(strings.Split(imported, "/")[0], ".")
			if (ours || foreign || imported == "syscall/js") && !slices.Contains(allowed, to) {
				t.Errorf("%s imports %s; %s may import %q", file.path, to, file.dir, allowed)
			}
		}
	}
}

// On the host these packages do not exist. An untagged file would break
// `go build ./...` there, or let a test pass that means nothing.
func TestJSPackagesCarryTheTag(t *testing.T) {
	tagged := []string{"wasm", "wasm/internal/jsx", "wasm/internal/browser", "wasm/internal/bind", "wasm/internal/modal/gallery"}
	for _, file := range sources(t) {
		if slices.Contains(tagged, file.dir) && !file.forJSAlone() {
			t.Errorf("%s needs the line //go:build js", file.path)
		}
	}
}

func TestSizeBudget(t *testing.T) {
	if err := bundle.Stale(".."); err != nil {
		t.Fatal(err)
	}
	wantWithinBudget(t)
}

func TestSizeBudgetOfTheRelease(t *testing.T) {
	if os.Getenv("SPA_SESSION_BUILD") != "release" {
		t.Skip("make test-release measures the release")
	}
	if err := bundle.StaleRelease(".."); err != nil {
		t.Fatal(err)
	}
	tables := wantWithinBudget(t, "-release", "-packages")
	if own := module + "wasm/internal/client\n"; !strings.Contains(tables, own) {
		t.Errorf("the tables lack a row for %s", own)
	}
}

// wantWithinBudget measures in a process of its own: the race detector would make
// minutes of the seconds that brotli takes at its best level.
func wantWithinBudget(t *testing.T, flags ...string) (tables string) {
	t.Helper()
	out, err := exec.Command("go", append([]string{"run", "../web/build", "-size"}, flags...)...).CombinedOutput()
	t.Logf("\n%s", out)
	if err != nil {
		t.Error(err)
	}
	return string(out)
}

// source is one Go file of the module. Tests are none, nor is clienttest, the
// ports on the host: no arrow leads there.
type source struct {
	path    string // from the root, with slashes
	dir     string
	set     *token.FileSet
	tree    *ast.File
	imports map[string]string // paths by the name that the file uses
}

func (s source) position(pos token.Pos) string {
	return s.path + ":" + strconv.Itoa(s.set.Position(pos).Line)
}

// forJSAlone tells whether no other platform compiles the file, whatever further tags it has.
func (s source) forJSAlone() bool {
	for _, group := range s.tree.Comments {
		if group.Pos() > s.tree.Package {
			break
		}
		for _, comment := range group.List {
			if expr, err := constraint.Parse(comment.Text); err == nil {
				others := expr.Eval(func(tag string) bool { return tag != "js" })
				none := expr.Eval(func(string) bool { return false })
				return !others && !none
			}
		}
	}
	return false
}

func sources(t *testing.T) (files []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && (entry.Name() == "clienttest" || entry.Name() == "testdata") {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		s := source{path: path.Join("wasm", filepath.ToSlash(file)), set: token.NewFileSet(), imports: map[string]string{}}
		s.dir = path.Dir(s.path)
		s.tree, err = parser.ParseFile(s.set, file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, spec := range s.tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			name := path.Base(imported)
			if spec.Name != nil {
				name = spec.Name.Name
			}
			s.imports[name] = imported
		}
		files = append(files, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("found %d files: the test looks in the wrong folder", len(files))
	}
	return files
}
