package tabs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// wire is the full record as other versions of this module find it: its shape
// is a promise to them.
const wire = `{"absoluteAt":1800003600000,"activityAt":1800000005000,"askedAt":1800000004000,"counter":41,"n":3,"random":"random",` +
	`"salt":"salt","sid":"sid","silent":"ok","state":"active","tab":"tab","touchN":7,"touchedAt":1800000000000,"v":1,"who":"who"}`

func TestEncodeIsTheStoredShape(t *testing.T) {
	text, err := json.Marshal(full().Encode())
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != wire {
		t.Errorf("\n got %s\nwant %s", text, wire)
	}
}

// throughJSON is a tree as it comes back from a storage of texts.
func throughJSON(t testing.TB, tree any) any {
	t.Helper()
	text, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	var back any
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func expectDecoded(t testing.TB, stored any, want tabs.Record) {
	t.Helper()
	got, err := tabs.Decode(stored)
	if err != nil {
		t.Errorf("%v: %v", stored, err)
	}
	if got != want {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
}

func TestRoundTrip(t *testing.T) {
	const most = 1 << 52
	long := strings.Repeat("x", 256)
	rows := []struct {
		name string
		r    tabs.Record
	}{
		{"full", full()},
		{"nothing optional", with(func(r *tabs.Record) {
			r.Sid, r.AbsoluteAt, r.ActivityAt, r.Silent, r.Salt, r.Tab = "", 0, 0, "", "", ""
		})},
		{"cookies blocked", with(func(r *tabs.Record) { r.Silent = tabs.SilentBlocked })},
		{"ended", author.End(full())},
		{"signed out", author.SignOut(full())},
		{"logout pending", with(func(r *tabs.Record) { r.State = tabs.LogoutPending })},
		{"signed out before any login", author.SignOut(tabs.Record{})},
		{"greatest numbers", with(func(r *tabs.Record) {
			r.Epoch.N, r.Counter, r.TouchN, r.TouchedAt, r.ActivityAt, r.AbsoluteAt, r.AskedAt = most, most, most, most, most, most, most
		})},
		{"longest texts", with(func(r *tabs.Record) { r.Epoch.Random, r.Tab, r.Who, r.Sid, r.Salt = long, long, long, long, long })},
		{"texts that JSON escapes", with(func(r *tabs.Record) { r.Sid, r.Who = "\"\\\n<\u2028>é", "\x00" })},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			expectDecoded(t, row.r.Encode(), row.r)
			expectDecoded(t, throughJSON(t, row.r.Encode()), row.r)
		})
	}
}

// Whatever authors make of each other's records, storage gives it back.
func TestRoundTripOfSchedules(t *testing.T) {
	for seed := range uint64(50) {
		s := newSchedule(seed, true)
		if err := s.run(); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, r := range s.made[1:] { // the first is the zero record, which is never stored
			expectDecoded(t, throughJSON(t, r.Encode()), r)
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestDecodeOfNothing(t *testing.T) {
	expectDecoded(t, nil, tabs.Record{})
}

func TestDecodeIgnoresForeignMembers(t *testing.T) {
	tree := full().Encode()
	tree["extra"] = []any{"of a script that shares the storage"}
	expectDecoded(t, tree, full())
}

func expectRefused(t *testing.T, stored any) {
	t.Helper()
	r, err := tabs.Decode(stored)
	if !errors.Is(err, tabs.ErrRecord) {
		t.Errorf("error %v, want ErrRecord", err)
	}
	if r != (tabs.Record{}) {
		t.Errorf("a refused record is given back: %+v", r)
	}
}

func TestDecodeRefusesWhatIsNoTree(t *testing.T) {
	for _, stored := range []any{"", "{}", 0.0, 1.0, true, []any{}, []any{full().Encode()}, map[string]string{}, full(), map[string]any{}, map[string]any(nil)} {
		t.Run(fmt.Sprintf("%T", stored), func(t *testing.T) { expectRefused(t, stored) })
	}
}

// Each row is the full record with one member spoiled.
func TestDecodeRefusesEachMember(t *testing.T) {
	missing := struct{}{}
	spoilt := func(name string, value any) func(t *testing.T) {
		return func(t *testing.T) {
			tree := full().Encode()
			if tree[name] = value; value == missing {
				delete(tree, name)
			}
			expectRefused(t, tree)
		}
	}
	good := full().Encode()
	for _, name := range slices.Sorted(maps.Keys(good)) {
		t.Run(name+"/missing", spoilt(name, missing))
		t.Run(name+"/null", spoilt(name, nil))
		t.Run(name+"/boolean", spoilt(name, true))
		t.Run(name+"/tree", spoilt(name, map[string]any{}))
		t.Run(name+"/array", spoilt(name, []any{good[name]}))
		if _, text := good[name].(string); text {
			t.Run(name+"/number", spoilt(name, 1.0))
			t.Run(name+"/257 bytes", spoilt(name, strings.Repeat("x", 257)))
			t.Run(name+"/a million bytes", spoilt(name, strings.Repeat("x", 1_000_000)))
			continue
		}
		t.Run(name+"/text", spoilt(name, "1"))
		t.Run(name+"/integer of Go", spoilt(name, int64(1)))
		t.Run(name+"/NaN", spoilt(name, math.NaN()))
		t.Run(name+"/negative", spoilt(name, -1.0))
		t.Run(name+"/fraction", spoilt(name, 1.5))
		t.Run(name+"/smallest fraction", spoilt(name, math.SmallestNonzeroFloat64))
		t.Run(name+"/beyond 2^52", spoilt(name, float64(1<<52+1)))
		t.Run(name+"/far beyond", spoilt(name, 1e300))
		t.Run(name+"/infinity", spoilt(name, math.Inf(1)))
		t.Run(name+"/minus infinity", spoilt(name, math.Inf(-1)))
	}
}

func TestDecodeRefusesTheImplausible(t *testing.T) {
	rows := []struct {
		name   string
		change func(tree map[string]any)
	}{
		{"greater version", func(tree map[string]any) { tree["v"] = 2.0 }},
		{"version zero", func(tree map[string]any) { tree["v"] = 0.0 }},
		{"no state", func(tree map[string]any) { tree["state"] = "" }},
		{"unknown state", func(tree map[string]any) { tree["state"] = "warning" }},
		{"state in capitals", func(tree map[string]any) { tree["state"] = "ACTIVE" }},
		{"unknown silent", func(tree map[string]any) { tree["silent"] = "yes" }},
		{"active without who", func(tree map[string]any) { tree["who"] = "" }},
		{"active before any login", func(tree map[string]any) { tree["n"] = 0.0 }},
		{"active without a touch", func(tree map[string]any) { tree["touchN"] = 0.0 }},
		{"active, never touched", func(tree map[string]any) { tree["touchedAt"] = 0.0 }},
		{"ended before any login", func(tree map[string]any) { tree["state"], tree["n"] = "ended", 0.0 }},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			tree := full().Encode()
			row.change(tree)
			expectRefused(t, tree)
		})
	}
}
