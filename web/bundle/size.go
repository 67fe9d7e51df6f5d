package bundle

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"text/tabwriter"
)

// Budgets are what everything that a page loads before it has a token may weigh: bytes
// of brotli at BestLevel, by build. Figures are KB of brotli, of the wasm alone.
//
// Stock Go is 440 before the first line of ours, 577 with safejs, 620 with
// contexts, timers, strings and base64. What was tried from 858 on:
//
//	one data segment instead of 68,000         -74
//	no inlining (-gcflags=all=-l)              -81
//	the older garbage collector                -13
//	errors.AsType instead of errors.As          -5
//	no sorting by package slices in jsx         -4
//	a package context without deadlines        -17
//	the loader minified, and one file           -2
//	store offsets folded by a pass of ours      -5 (not kept: nobody would see its faults)
//	GOWASM=satconv,signext, wasm-opt, a larger  0
//	  brotli window, inlining in single packages
//
// TinyGo is 17 with syscall/js alone, 64 with contexts, strings and base64. What was
// tried from 205 on, and what each trial gave:
//
//	a heap of its own, collected between events    -34
//	package unicode initialized before syscall/js  -26
//	asyncify told which functions may wait         -20
//	no strconv but for whole numbers               -15
//	random numbers without the C library's cipher   -8
//	a seam of its own in the place of safejs        -6
//	wasm-opt without names                          -6
//	no comparison of interfaces, so no reflection   -5
//	a package context without deadlines             -4
//	no wasm_exec.js of TinyGo's                     -4
//	wasm-opt before asyncify, too                   -1
//	Binaryen 132 in the place of 108                -1 (not kept: Debian has the older one)
//	-opt=s                                          +6 (not kept)
//	-opt=1                                         +53 (not kept)
//
// Asyncify itself still costs 9; of the rest a third is the client.
//
// All that a page loads of the release was at 89 with login, silent renewal, deadlines,
// tabs and the dialog, and at 109 with popups, frames that return by redirect, owed
// logouts, refresh tokens, caches, proofs of possession, holds, the guard and languages.
// What brought it under 96, and what each step gave:
//
//	logins, popups, refusals and refresh tokens in a second file (see split)  -10
//	the app's options read and checked by JavaScript (web/options.js)          -2
//	English with the options, in JavaScript, too                               -1
//	wasm-opt of each file: flatten, local-cse                                  -1
//	pure functions out of those that wait, texts in one string, functions in
//	  another order                                                             0
//
// Large structs held by value in what may wait are written out by asyncify: pointers in
// their place gave 3 in all.
//
// The dialog and its style sheet no longer count since they are not made before there is
// a token: 7 of the first file went into the second, and the 2 of the style sheet.
//
// A seam that copies whole values rather than crossing for each of their properties cost
// 1 of seam.js and gave 1 of the module; the first question, which is asked before the
// module is there, cost 1 of early.js and 1 of the module.
//
// All of the loader in one script, rather than five, gave 1: one text is compressed
// better. Frames made and servers asked by JavaScript alone gave 1 of the module, the code
// redeemed before the module is there and the record that stays open cost 1.
//
// The second file weighs 23. A page with a session fetches it and the style sheet a
// second after its first token, in the background, for the dialog: make size counts both
// apart. Before, it is fetched at a login, a refusal or a logout, for refresh tokens,
// caches and proofs of possession, and for a dialog that is needed at once. Who is not
// signed in, or has modal: false and none of these, never asks for it.
const (
	StockBudget   = 760_000
	ReleaseBudget = 91_500
)

// Budget is that of the build.
func (t Target) Budget() int {
	if t.TinyGo {
		return ReleaseBudget
	}
	return StockBudget
}

// Size is the weight of one file, in bytes.
type Size struct {
	Name              string
	Raw, Gzip, Brotli int // Gzip at its best level, Brotli at BestLevel
}

// Sizes are the weights of all that every page loads from dir before it has a token, and
// of what it loads for the dialog once it has one, the heaviest first. dir must be the
// outcome of a Build.
func Sizes(ctx context.Context, dir string) (first, dialog []Size, err error) {
	found, err := readInfo(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("measure %s: %w", dir, err)
	}
	var mu sync.Mutex
	wanted := slices.DeleteFunc(slices.Sorted(maps.Keys(found.Names)), func(name string) bool { return OnDemand(name) && !withDialog(name) })
	err = each(ctx, wanted, func(name string) error {
		size, err := measure(filepath.Join(dir, found.Names[name]))
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		size.Name = name
		mu.Lock()
		defer mu.Unlock()
		if withDialog(name) {
			dialog = append(dialog, size)
		} else {
			first = append(first, size)
		}
		return nil
	})
	for _, sizes := range [][]Size{first, dialog} {
		slices.SortFunc(sizes, func(a, b Size) int { return b.Brotli - a.Brotli })
	}
	return first, dialog, err
}

func measure(path string) (Size, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return Size{}, err
	}
	gz, err := gzipped(content)
	if err != nil {
		return Size{}, err
	}
	br, err := brotlied(content, BestLevel)
	return Size{Raw: len(content), Gzip: len(gz), Brotli: len(br)}, err
}

// Total is the weight of them all.
func Total(sizes []Size) Size {
	total := Size{Name: "total"}
	for _, size := range sizes {
		total.Raw += size.Raw
		total.Gzip += size.Gzip
		total.Brotli += size.Brotli
	}
	return total
}

// PrintSizes writes the table that `make size` shows, of what Sizes gives.
func PrintSizes(out io.Writer, first, dialog []Size, budget int) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	rows := func(sizes []Size) {
		for _, size := range append(slices.Clone(sizes), Total(sizes)) {
			fmt.Fprintf(table, "%s\t%s\t%s\t  %s\n", grouped(size.Raw), grouped(size.Gzip), grouped(size.Brotli), size.Name)
		}
	}
	fmt.Fprintf(table, "raw\tgzip\tbrotli\t  what a page loads before it has a token\n")
	rows(first)
	fmt.Fprintf(table, "\t\t%s\t  budget, %d %% of it used\n", grouped(budget), Total(first).Brotli*100/budget)
	fmt.Fprintf(table, "\t\t\t  for the dialog, a second later\n")
	rows(dialog)
	return table.Flush()
}

// PrintPackages writes the second table that `make size` shows. What is below a
// thousandth is told in one line.
func PrintPackages(out io.Writer, sizes []PackageSize) error {
	total := 0
	for _, size := range sizes {
		total += size.Bytes
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(bytes int, name string) {
		thousandths := (bytes*1000 + total/2) / total
		fmt.Fprintf(table, "%s\t%d.%d %%\t  %s\n", grouped(bytes), thousandths/10, thousandths%10, name)
	}
	fmt.Fprintf(table, "raw\tshare\t  what the module is made of\n")
	small, bytes := 0, 0
	for _, size := range sizes {
		if size.Bytes*1000 < total {
			small, bytes = small+1, bytes+size.Bytes
			continue
		}
		row(size.Bytes, size.Name)
	}
	if small > 0 {
		row(bytes, fmt.Sprintf("(%d more)", small))
	}
	return table.Flush()
}

// grouped writes n, which is not negative, in groups of three digits.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
