package reactapp

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/web/npm"
)

// versions are those of React that the adapter is for, with what they need.
var versions = map[string][]string{
	"18": {"react@18.3.1", "react-dom@18.3.1", "@types/react@18.3.8", "@types/react-dom@18.3.7"},
	"19": {"react@19.3.1", "react-dom@19.3.1", "@types/react@19.3.0", "@types/react-dom@19.3.0"},
}

// tools are the same for all.
var tools = []string{"vite@8.3.8", "typescript@5.9.3"}

// project is a copy of app/ with its node_modules.
type project struct {
	t      *testing.T
	folder string
}

func newProject(t *testing.T, react string) project {
	t.Helper()
	installed := npm.Install(t, append(tools, versions[react]...)...)
	p := project{t: t, folder: t.TempDir()}
	check(t, os.CopyFS(p.folder, os.DirFS("app")))
	check(t, os.WriteFile(filepath.Join(p.folder, "package.json"), []byte(`{"private": true, "type": "module"}`), 0o644))
	modules := filepath.Join(p.folder, "node_modules")
	check(t, os.Mkdir(modules, 0o755))
	found, err := os.ReadDir(filepath.Join(installed, "node_modules"))
	check(t, err)
	for _, entry := range found {
		check(t, os.Symlink(filepath.Join(installed, "node_modules", entry.Name()), filepath.Join(modules, entry.Name())))
	}
	browser.Package(t, filepath.Join(modules, "spa-session"))
	return p
}

// run runs a program of node_modules/.bin, in the development mode of React: only
// there does StrictMode do everything twice.
func (p project) run(script string, args ...string) string {
	p.t.Helper()
	command := exec.Command(npm.Find(p.t, "node"), append([]string{script}, args...)...)
	command.Dir = p.folder
	command.Env = append(os.Environ(), "NODE_ENV=development")
	out, err := command.CombinedOutput()
	if err != nil {
		p.t.Fatalf("%s %s: %v\n%s", script, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// build is the site: the page of the client with what the server has rendered in it.
func (p project) build() fs.FS {
	p.t.Helper()
	const vite = "node_modules/vite/bin/vite.js"
	p.run(vite, "build", "--mode", "development")
	p.run(vite, "build", "--mode", "development", "--ssr", "server.tsx", "--outDir", "server")
	rendered := p.run("--input-type=module", "--eval", "process.stdout.write((await import('./server/server.js')).html)")
	page := filepath.Join(p.folder, "dist", "index.html")
	content, err := os.ReadFile(page)
	check(p.t, err)
	if !strings.Contains(rendered, ">loading loading<") || strings.Contains(string(content), rendered) {
		p.t.Errorf("the server renders %s", rendered)
	}
	check(p.t, os.WriteFile(page, []byte(strings.Replace(string(content), "<!--app-->", rendered, 1)), 0o644))
	return os.DirFS(filepath.Join(p.folder, "dist"))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestTypes(t *testing.T) {
	for react := range versions {
		t.Run("React "+react, func(t *testing.T) {
			newProject(t, react).run("node_modules/typescript/bin/tsc", "--project", ".")
		})
	}
}
