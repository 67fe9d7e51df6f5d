package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"github.com/spa-session/spa-session/devserver/bench/npm"
	"github.com/spa-session/spa-session/web/bundle"
)

// peer is who ours is compared with: 2.27.0 is its newest version whose dependencies can all be installed.
const peer = "@auth0/auth0-spa-js@2.27.0"

// A contender is one client, with the files that its page loads.
type contender struct {
	name  string // as the report has it
	page  string // the script of pages/ that makes it
	entry string // what that imports, below /spa-session/
	files fs.FS  // served below /spa-session/
	links string // what its documentation has a page preload, or what serves it best
	hint  string // a script that leaves behind what this client leaves where somebody has logged in; once it has been there, all that it has left
}

// The names in the order of the report.
const (
	release = "ours, release"
	stock   = "ours, stock"
	rival   = "auth0-spa-js"
	floor   = "bare flow"
)

//go:embed pages
var pages embed.FS

func ours(name, dist string) (contender, error) {
	links, err := os.ReadFile(filepath.Join(dist, bundle.PreloadName))
	return contender{
		name: name, page: "ours.js", entry: bundle.Entry, files: os.DirFS(dist), links: string(links),
		hint: `localStorage.setItem('spa-session.hint.' + DOMAIN + '/.' + CLIENT, '{"since":0}')`,
	}, err
}

// builds are ours: the stock build compressed as the release is. The release needs TinyGo.
func builds(ctx context.Context, root string) ([]contender, error) {
	var found []contender
	for _, build := range []struct {
		name   string
		target bundle.Target
	}{{release, bundle.Release(root)}, {stock, bundle.Dist(root, bundle.BestLevel)}} {
		if _, err := build.target.Build(ctx); err != nil {
			return nil, err
		}
		c, err := ours(build.name, build.target.Out)
		if err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, nil
}

// thePeer is auth0-spa-js as it ships for bundlers, in one minified file.
func thePeer(ctx context.Context, folder string) (contender, error) {
	installed, err := npm.Install(ctx, peer)
	if err != nil {
		return contender{}, err
	}
	script, err := os.ReadFile(filepath.Join(installed, "node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.esm.js"))
	if err != nil {
		return contender{}, err
	}
	return library(rival, "peer.js", "auth0-spa-js", script, folder,
		`document.cookie = 'auth0.' + CLIENT + '.is.authenticated=true'`)
}

func theFloor(folder string) (contender, error) {
	script, err := pages.ReadFile("pages/bareflow.js")
	if err != nil {
		return contender{}, err
	}
	return library(floor, "bare.js", "bareflow", script, folder, `localStorage.setItem('bare.hint', 'true')`)
}

// library is a client of one script, which gets a hash into its name as ours have.
func library(name, page, file string, script []byte, folder, hint string) (contender, error) {
	sum := sha256.Sum256(script)
	hashed := file + "." + hex.EncodeToString(sum[:4]) + ".js"
	compressed, err := brotlied(script)
	if err != nil {
		return contender{}, err
	}
	dir := filepath.Join(folder, file)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return contender{}, err
	}
	for name, content := range map[string][]byte{hashed: script, hashed + ".br": compressed} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return contender{}, err
		}
	}
	links := fmt.Sprintf(`<link rel="modulepreload" href="%s%s">`+"\n", modulePrefix, hashed)
	return contender{name: name, page: page, entry: hashed, files: os.DirFS(dir), links: links, hint: hint}, nil
}

func brotlied(content []byte) ([]byte, error) {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, bundle.BestLevel)
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err := w.Close()
	return out.Bytes(), err
}

// clientConfig is what the script of every page makes its client from.
type clientConfig struct {
	Domain      string `json:"domain"`
	ClientID    string `json:"clientId"`
	Audience    string `json:"audience"`
	Scope       string `json:"scope"`
	IdleTimeout int    `json:"idleTimeout"` // seconds
}

// site fills a folder with the pages of c.
func (c contender) site(folder string, config clientConfig) error {
	options, err := json.Marshal(config)
	if err != nil {
		return err
	}
	var script bytes.Buffer
	fmt.Fprintf(&script, "const config = %s\n", options)
	for _, name := range []string{c.page, "run.js"} {
		source, err := pages.ReadFile("pages/" + name)
		if err != nil {
			return err
		}
		script.Write(source)
	}
	written := map[string][]byte{"app.js": []byte(strings.ReplaceAll(script.String(), "LIBRARY", modulePrefix+c.entry))}
	for _, name := range []string{"index.html", "blank.html", "profile.html", "profile.js"} {
		if written[name], err = pages.ReadFile("pages/" + name); err != nil {
			return err
		}
		written[name] = bytes.Replace(written[name], []byte("<!-- links -->\n"), []byte(c.links), 1)
	}
	for name, content := range written {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
