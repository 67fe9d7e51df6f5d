package main

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/bench/machine"
	"github.com/spa-session/spa-session/devserver/bench/npm"
	"github.com/spa-session/spa-session/web/bundle"
)

// TestOneRound measures everything once, of what is built: the stock build, and the release if it is there.
func TestOneRound(t *testing.T) {
	root, folder := filepath.Join("..", ".."), t.TempDir()
	if err := bundle.Stale(root); err != nil {
		t.Fatal(err)
	}
	outs := map[string]string{stock: bundle.Dist(root, bundle.QuickLevel).Out}
	if err := bundle.StaleRelease(root); err == nil {
		outs[release] = bundle.Release(root).Out
	}
	var contenders []contender
	for name, out := range outs {
		c, err := ours(name, out)
		if err != nil {
			t.Fatal(err)
		}
		contenders = append(contenders, c)
	}
	other, err := thePeer(t.Context(), folder)
	switch {
	case err == nil:
		contenders = append(contenders, other)
	case !errors.Is(err, npm.ErrMissing) || os.Getenv("CI") == "true":
		t.Fatal(err)
	default:
		t.Logf("WITHOUT THE PEER: %v", err)
	}
	least, err := theFloor(folder)
	if err != nil {
		t.Fatal(err)
	}
	contenders = append(contenders, least)
	b := &bench{plan: plan{rounds: 1, few: 5, many: 10}, contenders: contenders, progress: t.Output()}
	err = b.inWorld(t.Context(), folder, func() error { return errors.Join(b.run(), b.profile()) })
	if err != nil {
		t.Fatal(err)
	}
	found := b.results(machine.Machine{}, nil)
	for _, name := range found.names {
		for _, row := range append(found.times(), found.sizes()...) {
			value, scripted := found.of(name, row.figure).median(), name == rival || name == floor
			isWasm := row.figure == wasmFew || row.figure == wasmMany
			if math.IsNaN(value) || value < 0 || value == 0 != (isWasm && scripted) {
				t.Errorf("%s, %s: %g", name, row.title, value)
			}
		}
	}
	for _, p := range b.profiles {
		if !strings.Contains(p.table(), "frame, until its answer") {
			t.Errorf("no frame in\n%s", p.table())
		}
	}
}
