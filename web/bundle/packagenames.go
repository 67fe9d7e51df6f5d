package bundle

import (
	"context"
	"os/exec"
	"regexp"
	"strings"
)

// packageNames tells the package of a function by its name in a module. Stock Go
// writes pkg_path.__Type_.Method, TinyGo (*pkg/path.Type).Method.
type packageNames struct {
	paths map[string]string // by what a path looks like in the name of a function
	main  string
}

// packageNames are those of all packages that are linked. TinyGo has some of its own.
func (t Target) packageNames(ctx context.Context) (packageNames, error) {
	var list []byte
	if t.TinyGo {
		found, err := findTinyGo(ctx)
		if err != nil {
			return packageNames{}, err
		}
		command := exec.CommandContext(ctx, found.command, "list", "-target=wasm", "-deps", t.Package)
		command.Dir = t.Root
		if list, err = command.Output(); err != nil {
			return packageNames{}, err
		}
	} else {
		var err error
		if list, err = t.goCommand(ctx, "", "list", "-deps", t.Package); err != nil {
			return packageNames{}, err
		}
	}
	return newPackageNames(strings.Fields(string(list))), nil
}

// newPackageNames takes the paths as `go list -deps` has them, the main package last.
func newPackageNames(paths []string) packageNames {
	n := packageNames{paths: map[string]string{}}
	for _, path := range paths {
		n.paths[mangled(path)] = path
		n.main = path
	}
	return n
}

// unusual is what stock Go's linker replaces in the names of functions.
var unusual = regexp.MustCompile(`[^\w.]`)

func mangled(name string) string { return unusual.ReplaceAllString(name, "_") }

// Where a name begins after the comparison of a type, of an array, or a receiver.
var beginning = regexp.MustCompile(`^(type_\.eq\.)?(_*\d+_+|_*)`)

// of is the path of the package that a function belongs to. What the compilers add
// has none.
func (n packageNames) of(function string) string {
	if strings.HasPrefix(function, "interface:") {
		return "(calls of interfaces)"
	}
	name := mangled(function)
	name = name[len(beginning.FindString(name)):]
	if strings.HasPrefix(name, "main.") {
		return n.main
	}
	// A dot may be part of a path: the longest one counts.
	for at := strings.LastIndexByte(name, '.'); at > 0; at = strings.LastIndexByte(name[:at], '.') {
		if path, known := n.paths[name[:at]]; known {
			return path
		}
	}
	return "(compiler and C library)"
}
