package bundle

import (
	"bufio"
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// callGraph is who calls whom in a module, by the names of functions as the text
// format has them. Calls through tables are not in it.
type callGraph struct {
	functions []string
	callers   map[string][]string
	roots     map[string]bool // in a table, or exported: whoever has them may call them
}

var (
	elements = regexp.MustCompile(`\$[^\s()]+`)
	exported = regexp.MustCompile(`\(export .* \(func \$([^\s()]+)\)\)`)
)

// readCallGraph reads the text format as Binaryen writes it: a function begins in a
// line of its own, indented by one space, and so does each call.
func readCallGraph(text []byte) (callGraph, error) {
	g := callGraph{callers: map[string][]string{}, roots: map[string]bool{}}
	current := ""
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for lines.Scan() {
		line := lines.Text()
		call, isCall := strings.CutPrefix(strings.TrimSpace(line), "(call $")
		switch {
		case strings.HasPrefix(line, " (func $"):
			current = name(strings.TrimPrefix(line, " (func $"))
			g.functions = append(g.functions, current)
		case strings.HasPrefix(line, " (elem "):
			for _, element := range elements.FindAllString(line, -1) {
				g.roots[element[1:]] = true
			}
		case strings.HasPrefix(line, " (export "):
			if match := exported.FindStringSubmatch(line); match != nil {
				g.roots[match[1]] = true
			}
		case isCall:
			if called := name(call); !slices.Contains(g.callers[called], current) {
				g.callers[called] = append(g.callers[called], current)
			}
		}
	}
	return g, lines.Err()
}

// callersOf are the functions that call what is imported so: the marks of packages wait
// and part.
func (g callGraph) callersOf(imported string, text []byte) ([]string, error) {
	_, after, _ := strings.Cut(string(text), "\n "+imported)
	if marked := g.callers[name(after)]; len(marked) > 0 {
		return marked, nil
	}
	return nil, fmt.Errorf("no function of the module calls %s...: were the marks of wasm/internal lost?", imported)
}

// name is what comes before white space or what closes.
func name(rest string) string {
	return rest[:strings.IndexAny(rest+" ", " )\n")]
}
