package bundle

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// PackageSize is what one Go package adds to the module, in bytes before
// compression. Names in parentheses are no packages.
type PackageSize struct {
	Name  string
	Bytes int
}

// Packages are the sizes of all packages of the module, the heaviest first. For
// names, the module is linked once more: what ships has none.
func (t Target) Packages(ctx context.Context) ([]PackageSize, error) {
	t.named = true
	files, err := t.compile(ctx, "")
	if err != nil {
		return nil, err
	}
	names, err := t.packageNames(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the packages: %w", err)
	}
	sizes := map[string]int{}
	for name, module := range files {
		found, err := packageSizes(module, names)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, size := range found {
			sizes[size.Name] += size.Bytes
		}
	}
	return heaviestFirst(sizes), nil
}

// packageSizes adds up the functions of a module by package, and says what else is
// in it. Custom sections, among them the names, do not count.
func packageSizes(module []byte, names packageNames) ([]PackageSize, error) {
	found, err := readSections(module)
	if err != nil {
		return nil, err
	}
	functions, err := functionNames(found[customSection])
	if err != nil {
		return nil, err
	}
	sizes := map[string]int{}
	for id, contents := range found {
		for _, content := range contents {
			switch id {
			case customSection, codeSection:
			case dataSection:
				sizes["(data)"] += len(content)
			default:
				sizes["(imports, exports, types and tables)"] += len(content)
			}
		}
	}
	code, err := functionSizes(found)
	if err != nil {
		return nil, err
	}
	for index, size := range code {
		sizes[names.of(functions[index])] += size
	}
	return heaviestFirst(sizes), nil
}

func heaviestFirst(sizes map[string]int) []PackageSize {
	all := make([]PackageSize, 0, len(sizes))
	for name, size := range sizes {
		all = append(all, PackageSize{name, size})
	}
	slices.SortFunc(all, func(a, b PackageSize) int {
		return cmp.Or(b.Bytes-a.Bytes, strings.Compare(a.Name, b.Name))
	})
	return all
}

// limits are the least size of a table or a memory, and perhaps the greatest (5.3.7).
func (r *binaryReader) limits() {
	bounded := r.byte()&1 == 1
	r.number()
	if bounded {
		r.number()
	}
}

// readSections splits a module into the contents of its sections, by their ids.
func readSections(module []byte) (map[byte][][]byte, error) {
	in := binaryReader{rest: module}
	if string(in.bytes(uint64(len(preamble)))) != preamble {
		return nil, errors.New("read the module: this is no WebAssembly module of version 1")
	}
	found := map[byte][][]byte{}
	for len(in.rest) > 0 {
		id := in.byte()
		found[id] = append(found[id], in.bytes(in.number()))
	}
	if in.short {
		return nil, errors.New("read the module: it ends too early")
	}
	return found, nil
}

// functionSizes are the bytes of each function's body, by its index: imported
// functions come first and have none (Core 2.0, section 5.5.13).
func functionSizes(found map[byte][][]byte) (map[uint64]int, error) {
	index, err := importedFunctions(found[importSection])
	if err != nil {
		return nil, err
	}
	sizes := map[uint64]int{}
	for _, section := range found[codeSection] {
		in := binaryReader{rest: section}
		for range in.number() {
			sizes[index] = len(in.bytes(in.number()))
			index++
			if in.short {
				return nil, errors.New("read the module: the code section ends too early")
			}
		}
	}
	return sizes, nil
}

// importedFunctions counts them (5.5.5). The rest of a release imports table, memory
// and globals of the first file, too.
func importedFunctions(sections [][]byte) (count uint64, err error) {
	for _, section := range sections {
		in := binaryReader{rest: section}
		for range in.number() {
			in.bytes(in.number()) // the module
			in.bytes(in.number()) // the name
			switch kind := in.byte(); kind {
			case functionImport:
				in.number() // the type
				count++
			case tableImport:
				in.byte() // of references
				in.limits()
			case memoryImport:
				in.limits()
			case globalImport:
				in.bytes(2) // type and mutability
			}
			if in.short {
				return 0, errors.New("read the module: the imports end too early")
			}
		}
	}
	return count, nil
}

// functionNames reads the names of functions by their index (7.4.1).
func functionNames(customSections [][]byte) (map[uint64]string, error) {
	names := map[uint64]string{}
	for _, section := range customSections {
		in := binaryReader{rest: section}
		if string(in.bytes(in.number())) != "name" {
			continue
		}
		for len(in.rest) > 0 {
			kind, content := in.byte(), in.bytes(in.number())
			if kind != functionSubsection {
				continue
			}
			of := binaryReader{rest: content}
			for range of.number() {
				index := of.number()
				names[index] = string(of.bytes(of.number()))
			}
			in.short = in.short || of.short
		}
		if in.short {
			return nil, errors.New("read the module: the names end too early")
		}
	}
	if len(names) == 0 {
		return nil, errors.New("read the module: it has no names of functions")
	}
	return names, nil
}

const (
	customSection      = 0
	importSection      = 2
	codeSection        = 10
	functionImport     = 0
	tableImport        = 1
	memoryImport       = 2
	globalImport       = 3
	functionSubsection = 1
)
