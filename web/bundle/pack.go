package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

// PackRelease fills the folder out with the npm package, which is made of
// web/dist-release and of nothing else: without a fresh one it fails.
func PackRelease(root, out string) error {
	if err := StaleRelease(root); err != nil {
		return fmt.Errorf("the package is made of the release: %w", err)
	}
	return Pack(root, Release(root).Out, out)
}

// Pack fills the folder out with the npm package that has the files of dist, which
// must be the outcome of a Build. What was in out before is removed.
func Pack(root, dist, out string) error {
	built, err := readInfo(dist)
	if err != nil {
		return fmt.Errorf("pack %s: %w", dist, err)
	}
	files, err := manual(root)
	if err != nil {
		return err
	}
	if files[manifestName], err = published(files[manifestName], built.Names); err != nil {
		return err
	}
	for name := range built.Files {
		if strings.Contains(name, "/") {
			continue // the hooks are for tests alone
		}
		if files["dist/"+name], err = os.ReadFile(filepath.Join(dist, name)); err != nil {
			return fmt.Errorf("pack %s: %w", dist, err)
		}
	}
	if err := os.RemoveAll(out); err != nil {
		return fmt.Errorf("pack %s: %w", dist, err)
	}
	for name, content := range files {
		if err := put(out, name, content); err != nil {
			return err
		}
	}
	return nil
}

const manifestName = "package.json"

// manual is what the package has beside what a page loads.
func manual(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, pattern := range []string{
		".github/LICENSE", "web/third-party-licenses.txt", "web/" + manifestName, "web/README.md", "web/*.d.ts", "web/types/*.d.ts", "web/" + adapterName,
	} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err == nil && len(found) == 0 {
			err = errors.New("there is none")
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", pattern, err)
		}
		for _, file := range found {
			name := filepath.Base(file)
			if path.Dir(pattern) == "web/types" {
				name = "types/" + name
			}
			if files[name], err = os.ReadFile(file); err != nil {
				return nil, fmt.Errorf("pack %s: %w", pattern, err)
			}
		}
	}
	return files, nil
}

var (
	// target is what package.json leads to in dist.
	target = regexp.MustCompile(`"\./dist/([^"]+)"`)
	// guard keeps npm from packing web itself, where dist is the stock build or nothing.
	guard = regexp.MustCompile(`(?m)^  "scripts": \{ "prepack": .*\},\n`)
)

// published is package.json as npm gets it: without the guard, and with what the
// files are called in dist. Apps go on importing them by the names in exports.
func published(manifest []byte, names map[string]string) ([]byte, error) {
	if !guard.Match(manifest) {
		return nil, errors.New("pack: package.json has no script prepack, which keeps npm from packing another build")
	}
	var unknown error
	manifest = target.ReplaceAllFunc(guard.ReplaceAll(manifest, nil), func(match []byte) []byte {
		name := string(target.FindSubmatch(match)[1])
		if names[name] == "" {
			unknown = fmt.Errorf("pack: package.json exports dist/%s, which no build makes", name)
		}
		return []byte(`"./dist/` + names[name] + `"`)
	})
	if unknown == nil && !json.Valid(manifest) {
		unknown = errors.New("pack: package.json is no JSON")
	}
	return manifest, unknown
}
