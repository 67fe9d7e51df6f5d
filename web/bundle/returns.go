package bundle

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// returnPages are the pages that frames and popups come back to, each with its
// script. They keep their names, since servers have these registered; the page that
// holds the session loads none of them.
func returnPages(root string) (map[string][]byte, error) {
	files := map[string][]byte{}
	pages, err := filepath.Glob(filepath.Join(root, "web", "*.html"))
	if err != nil {
		return nil, fmt.Errorf("list the pages: %w", err)
	}
	for _, page := range pages {
		name := filepath.Base(page)
		if files[name], err = os.ReadFile(page); err != nil {
			return nil, fmt.Errorf("read a page: %w", err)
		}
		name = strings.TrimSuffix(name, ".html") + ".js"
		script, err := os.ReadFile(filepath.Join(root, "web", name))
		if err != nil {
			return nil, fmt.Errorf("read the script of a page: %w", err)
		}
		if files[name], err = minified(name, script); err != nil {
			return nil, fmt.Errorf("minify the script of a page: %w", err)
		}
	}
	return files, nil
}
