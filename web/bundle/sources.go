package bundle

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// loaderPatterns are the hand-written files of the package that pages load.
var loaderPatterns = [...]string{"web/*.js", "web/*.css", "web/*.html"}

// adapterName is that of the one that pages do not load: it ships as it is, and apps
// have it in a bundle of their own.
const adapterName = "react.js"

// describe says what t would be built from and how.
func (t Target) describe(ctx context.Context) (info, error) {
	tools, err := t.toolchain(ctx)
	if err != nil {
		return info{}, err
	}
	sources, err := t.sources()
	if err != nil {
		return info{}, err
	}
	described := info{Go: tools.GOVERSION, Sources: sources, Level: t.Level}
	if t.TinyGo {
		found, err := findTinyGo(ctx)
		if err != nil {
			return info{}, err
		}
		described.TinyGo = found.version
	}
	return described, nil
}

// sources hashes all that goes in: the Go files of the module and of this
// package, which has the flags, the loader, and the versions of what they import.
func (t Target) sources() (string, error) {
	paths := []string{"go.mod", "go.sum"}
	for _, folder := range []string{"wasm", "web/bundle", t.Package} {
		found, err := goFiles(t.Root, folder)
		if err != nil {
			return "", err
		}
		paths = append(paths, found...)
	}
	patterns := loaderPatterns[:]
	if t.TinyGo {
		patterns = append(patterns[:len(patterns):len(patterns)], filepath.Dir(tinyGoSupport)+"/*.js")
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(t.Root, pattern))
		if err != nil {
			return "", fmt.Errorf("list %s: %w", pattern, err)
		}
		for _, file := range found {
			if filepath.Base(file) == adapterName {
				continue
			}
			relative, err := filepath.Rel(t.Root, file)
			if err != nil {
				return "", fmt.Errorf("list the sources: %w", err)
			}
			paths = append(paths, filepath.ToSlash(relative))
		}
	}
	slices.Sort(paths)
	return hashFiles(t.Root, slices.Compact(paths))
}

// goFiles are the Go files below folder that a build can see.
func goFiles(root, folder string) (paths []string, err error) {
	err = filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("list the sources: %w", err)
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			relative, err := filepath.Rel(root, path)
			if err != nil {
				return fmt.Errorf("list the sources: %w", err)
			}
			paths = append(paths, filepath.ToSlash(relative))
		}
		return nil
	})
	return paths, err
}

func hashFiles(root string, paths []string) (string, error) {
	all := sha256.New()
	for _, path := range paths {
		content, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			return "", fmt.Errorf("hash the sources: %w", err)
		}
		fmt.Fprintf(all, "%s %d\n", path, len(content)) // so that no file can pass for the end of another
		all.Write(content)
	}
	return hex.EncodeToString(all.Sum(nil)), nil
}

func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
