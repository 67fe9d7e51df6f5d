package demo_test

import (
	"bufio"
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/demo"
)

// eachFile calls check with every file of the site that has one of the extensions.
func eachFile(t *testing.T, extensions string, check func(name string, content []byte)) {
	t.Helper()
	checked := 0
	err := fs.WalkDir(demo.Files(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.Contains(extensions, path.Ext(name)) {
			return err
		}
		content, err := fs.ReadFile(demo.Files(), name)
		if err != nil {
			return err
		}
		checked++
		check(name, content)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if checked == 0 {
		t.Fatalf("the site has no file of %s", extensions)
	}
}

func TestImportsExist(t *testing.T) {
	imports := regexp.MustCompile(`(?:from |import\()'([^']+)'`)
	eachFile(t, ".js", func(name string, content []byte) {
		for _, found := range imports.FindAllSubmatch(content, -1) {
			module := string(found[1])
			if strings.HasPrefix(module, "/spa-session/") {
				continue // The session module is served beside the site.
			}
			if _, err := fs.Stat(demo.Files(), path.Join(path.Dir(name), module)); err != nil {
				t.Errorf("%s imports %s: %v", name, module, err)
			}
		}
	})
}

// What the Content Security Policy would block is refused here already, with the line at hand.
func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\son\w+="|\sstyle="|<style|<script(?:>| [^>]*[^>]>[^<])|innerHTML =|outerHTML =|insertAdjacentHTML|document\.write|\beval\(|javascript:`)
	eachFile(t, ".html .js .svg", func(name string, content []byte) {
		lines := bufio.NewScanner(bytes.NewReader(content))
		for number := 1; lines.Scan(); number++ {
			if found := inline.FindString(lines.Text()); found != "" {
				t.Errorf("%s:%d has %q", name, number, found)
			}
		}
	})
}

func TestSessionModuleIsEmbeddedInFewLines(t *testing.T) {
	content, err := fs.ReadFile(demo.Files(), "session/session.js")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(content, []byte("\n")); lines > 20 {
		t.Errorf("session/session.js has %d lines: it is what an app must write, and no more", lines)
	}
	if !bytes.Contains(content, []byte("createSessionClient")) {
		t.Error("session/session.js does not make a client")
	}
}
