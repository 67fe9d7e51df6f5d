package bundle

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/andybalholm/brotli"
)

// compressAll adds name.br and name.gz for every file.
func compressAll(ctx context.Context, files map[string][]byte, level int) error {
	var mu sync.Mutex
	add := func(name string, content []byte) {
		mu.Lock()
		defer mu.Unlock()
		files[name] = content
	}
	plain := maps.Clone(files)
	return each(ctx, slices.Sorted(maps.Keys(plain)), func(name string) error {
		br, err := brotlied(plain[name], level)
		if err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
		gz, err := gzipped(plain[name])
		if err != nil {
			return fmt.Errorf("compress %s: %w", name, err)
		}
		add(name+".br", br)
		add(name+".gz", gz)
		return nil
	})
}

// brotlied compresses content. At BestLevel the outcome is kept in the user's
// cache, by hash: a module takes seconds.
func brotlied(content []byte, level int) ([]byte, error) {
	if level < BestLevel {
		return encoded(content, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, level) })
	}
	return cached(content, func() ([]byte, error) {
		return encoded(content, func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, level) })
	})
}

func gzipped(content []byte) ([]byte, error) {
	return encoded(content, func(w io.Writer) io.WriteCloser {
		writer, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			panic("bundle: internal error: " + err.Error()) // only a level that does not exist is refused
		}
		return writer
	})
}

func encoded(content []byte, with func(io.Writer) io.WriteCloser) ([]byte, error) {
	var out bytes.Buffer
	writer := with(&out)
	_, err := writer.Write(content)
	if err := errors.Join(err, writer.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// each calls do for every name, on all processors, and returns what failed.
func each(ctx context.Context, names []string, do func(name string) error) error {
	var group sync.WaitGroup
	failures := make([]error, len(names))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, name := range names {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if failures[i] = ctx.Err(); failures[i] == nil {
				failures[i] = do(name)
			}
		})
	}
	group.Wait()
	return errors.Join(failures...)
}
