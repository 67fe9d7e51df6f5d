package bundle

import (
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Entry is the loader, which keeps its name, since apps import it by that.
// A server has it asked for anew each time (Cache-Control: no-cache). It leads to all
// the others, whose names change with their content: those may be kept for a year.
const Entry = "spa-session.js"

// hashDigits are how many hexadecimal digits of SHA-256 a name has. 32 bits keep
// the versions of a file apart, and each digit costs a byte of brotli in all.
const hashDigits = 8

// reference is how the loader, minified, names another file of the package.
var reference = regexp.MustCompile(`"\./([\w-]+\.(?:js|css|wasm))"`)

// withHashedNames gives every file but the entry a name with the hash of its
// content, what it refers to first, so that a name changes with whatever the file
// leads to. names are the new names by the old ones.
func withHashedNames(files map[string][]byte) (renamed map[string][]byte, names map[string]string, err error) {
	n := naming{files: files, renamed: map[string][]byte{}, names: map[string]string{}}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if _, err := n.rename(name, nil); err != nil {
			return nil, nil, err
		}
	}
	return n.renamed, n.names, nil
}

type naming struct {
	files, renamed map[string][]byte
	names          map[string]string
}

// rename returns the new name of a file; above are those that lead to it.
func (n naming) rename(name string, above []string) (string, error) {
	if renamed, done := n.names[name]; done {
		return renamed, nil
	}
	content, known := n.files[name]
	if !known {
		return "", fmt.Errorf("%s refers to ./%s, which is no file of the package", strings.Join(above, " > "), name)
	}
	if slices.Contains(above, name) {
		return "", fmt.Errorf("%s > %s: files that refer to each other have no hashes", strings.Join(above, " > "), name)
	}
	if path.Ext(name) == ".js" {
		above = append(slices.Clone(above), name)
		for _, match := range reference.FindAllSubmatch(content, -1) {
			to, err := n.rename(string(match[1]), above)
			if err != nil {
				return "", err
			}
			content = []byte(strings.ReplaceAll(string(content), string(match[0]), `"./`+to+`"`))
		}
	}
	renamed := name
	if name != Entry {
		stem, extension, _ := strings.Cut(name, ".")
		renamed = stem + "." + hash(content)[:hashDigits] + "." + extension
	}
	n.names[name] = renamed
	n.renamed[renamed] = content
	return renamed, nil
}

// Names are the files that a page loads from dir, by the names that they have in
// web: {"guard.js": "guard.01234567.js"}. dir must be the outcome of a Build.
func Names(dir string) (map[string]string, error) {
	found, err := readInfo(dir)
	if err != nil {
		return nil, fmt.Errorf("the names of %s: %w", dir, err)
	}
	return found.Names, nil
}
