package bundle

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// short is a text or a count with its length before it.
func short(text string) string { return string(rune(len(text))) + text }

// Parts of a module of one imported function and three of its own, with names.
var (
	imports = section(importSection, "\x01"+short("go")+short("debug")+"\x00\x00")
	code    = section(codeSection, "\x03"+short("aa")+short("bbb")+short("ccccc"))
	data    = section(dataSection, "1234567")
	names   = section(customSection, short("name")+section(0, short("mod"))+section(functionSubsection,
		"\x04"+"\x00"+short("go.debug")+"\x01"+short("runtime.run")+"\x02"+short("example.com_a_b.__T_.Get")+"\x03"+short("main.main")))
)

var tinyNames = newPackageNames([]string{"runtime", "example.com/a-b", "example.com/app"})

func TestPackageSizes(t *testing.T) {
	module := preamble + imports + code + data + section(customSection, short("producers")+"whoever it was") + names
	sizes, err := packageSizes([]byte(module), tinyNames)
	want := []PackageSize{
		{"(imports, exports, types and tables)", 12}, {"(data)", 7}, {"example.com/app", 5}, {"example.com/a-b", 3}, {"runtime", 2},
	}
	if err != nil || !slices.Equal(sizes, want) {
		t.Errorf("got %v, %v; want %v", sizes, err, want)
	}
}

// The rest of a release has its memory, table and globals from the first file.
func TestOtherImportsAreNoFunctions(t *testing.T) {
	others := section(importSection, "\x04"+short("a")+short("m")+"\x02\x01\x01\x02"+short("a")+short("t")+"\x01\x70\x00\x05"+
		short("a")+short("g")+"\x03\x7f\x01"+short("go")+short("debug")+"\x00\x00")
	sizes, err := packageSizes([]byte(preamble+others+code+names), tinyNames)
	if err != nil || !slices.Contains(sizes, PackageSize{"example.com/app", 5}) {
		t.Errorf("got %v, %v", sizes, err)
	}
}

func TestModulesThatCannotBeReadAreRefused(t *testing.T) {
	for name, row := range map[string]struct{ module, want string }{
		"no module":            {"#!/bin/sh\n", "no WebAssembly module"},
		"cut in a section":     {preamble + code[:5], "it ends too early"},
		"no names":             {preamble + imports + code, "no names of functions"},
		"cut in a name":        {preamble + section(customSection, short("name")+section(1, "\x01\x00\x05ab")), "the names end too early"},
		"cut in a function":    {preamble + section(codeSection, "\x01\x05ab") + names, "the code section ends too early"},
		"more imports than it": {preamble + section(importSection, "\x02"+short("go")+short("debug")+"\x00\x00") + names, "the imports end too early"},
	} {
		t.Run(name, func(t *testing.T) {
			sizes, err := packageSizes([]byte(row.module), tinyNames)
			if err == nil || !strings.Contains(err.Error(), row.want) {
				t.Errorf("%v, %v; want an error about %q", sizes, err, row.want)
			}
		})
	}
}

func TestPackageOfAFunction(t *testing.T) {
	names := newPackageNames([]string{"slices", "runtime", "internal/task", "a.b/c", "a.b/c.d", "a.b/c-e/f", "a.b/app"})
	for function, want := range map[string]string{
		"runtime.mallocgc":                 "runtime",
		"main.main":                        "a.b/app",
		"a.b_c.F":                          "a.b/c",
		"a.b_c.d.F":                        "a.b/c.d",
		"a.b_c_e_f.__T_.Method.func1":      "a.b/c-e/f",
		"slices.Sort_go.shape.int_":        "slices",
		"type_.eq.a.b_c.T":                 "a.b/c",
		"type_.eq._10_a.b_c_e_f.T":         "a.b/c-e/f",
		"(*a.b/c-e/f.T).Method$1":          "a.b/c-e/f",
		"(a.b/c.T).Method":                 "a.b/c",
		"slices.Contains[[]string,string]": "slices",
		"(*internal/task.Mutex).Lock":      "internal/task",
		"interface:{F:func:{}{}}.F$invoke": "(calls of interfaces)",
		"memcpy":                           "(compiler and C library)",
		"_rt0_wasm_js":                     "(compiler and C library)",
		"calloc.command_export":            "(compiler and C library)",
		"":                                 "(compiler and C library)",
	} {
		if got := names.of(function); got != want {
			t.Errorf("%s is in %s, want %s", function, got, want)
		}
	}
}

// The names are left in for the table alone, and change nothing else.
func TestPackagesOfARealModule(t *testing.T) {
	sizes, err := original.Packages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	total, by := 0, map[string]int{}
	for _, size := range sizes {
		total += size.Bytes
		by[size.Name] = size.Bytes
	}
	if by["runtime"] < total/4 || by["example.com/tree/wasm"] == 0 || by["(compiler and C library)"] > total/20 {
		t.Errorf("of %d bytes there are %v", total, sizes)
	}
	module := len(read(t, original.Out, named(t, original, ModuleName)))
	if total > module || module-total > module/100 {
		t.Errorf("the packages have %d bytes, the module that ships %d", total, module)
	}
}

func TestPrintPackages(t *testing.T) {
	var out bytes.Buffer
	err := PrintPackages(&out, []PackageSize{{"(data)", 60_000}, {"runtime", 39_849}, {"a", 99}, {"b", 52}})
	want := `
     raw   share  what the module is made of
  60,000  60.0 %  (data)
  39,849  39.8 %  runtime
     151   0.2 %  (2 more)
`
	if got := "\n" + out.String(); err != nil || got != want {
		t.Errorf("got%s%v, want%s", got, err, want)
	}
}
