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
	"strings"
	"sync"
	"text/tabwriter"
)

// Budgets are what everything that a page loads may weigh: bytes of brotli at
// BestLevel, by build. Measured: stock Go is 440 KB before the first line of ours,
// 577 with safejs, 620 with contexts, timers, strings and base64; TinyGo is 17 KB
// with syscall/js alone, 64 with contexts, strings and base64.
//
// What was tried for the release, in KB of brotli: its own seam in the place of
// safejs -6; wasm-opt without names -6; package unicode initialized before
// syscall/js -26; a random number without the C library's cipher and printf -8.
// What did not pay: -opt=s +6, -opt=1 +53, a second run of wasm-opt -1, asyncify
// told that the pure packages never unwind -2. Asyncify itself costs 25.
const (
	StockBudget   = 760_000
	ReleaseBudget = 96_000
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

// Sizes are the weights of all that a page loads from dir, the heaviest first.
// dir must be the outcome of a Build.
func Sizes(ctx context.Context, dir string) ([]Size, error) {
	found, err := readInfo(dir)
	if err != nil {
		return nil, fmt.Errorf("measure %s: %w", dir, err)
	}
	names := slices.DeleteFunc(slices.Collect(maps.Keys(found.Files)), func(name string) bool {
		return compressed(name) || strings.Contains(name, "/")
	})
	var mu sync.Mutex
	var sizes []Size
	err = each(ctx, names, func(name string) error {
		size, err := measure(dir, name)
		if err != nil {
			return fmt.Errorf("measure %s: %w", name, err)
		}
		mu.Lock()
		defer mu.Unlock()
		sizes = append(sizes, size)
		return nil
	})
	slices.SortFunc(sizes, func(a, b Size) int { return b.Brotli - a.Brotli })
	return sizes, err
}

func measure(dir, name string) (Size, error) {
	content, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return Size{}, err
	}
	gz, err := gzipped(content)
	if err != nil {
		return Size{}, err
	}
	br, err := brotlied(content, BestLevel)
	return Size{name, len(content), len(gz), len(br)}, err
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

// PrintSizes writes the table that `make size` shows.
func PrintSizes(out io.Writer, sizes []Size, budget int) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	total := Total(sizes)
	fmt.Fprintf(table, "raw\tgzip\tbrotli\t  what a page loads\n")
	for _, size := range append(slices.Clone(sizes), total) {
		fmt.Fprintf(table, "%s\t%s\t%s\t  %s\n", grouped(size.Raw), grouped(size.Gzip), grouped(size.Brotli), size.Name)
	}
	fmt.Fprintf(table, "\t\t%s\t  budget, %d %% of it used\n", grouped(budget), total.Brotli*100/budget)
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
