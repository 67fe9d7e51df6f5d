package tabs_test

import (
	"encoding/json"
	"errors"
	"math"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/tabs"
)

// Whatever a script of the origin leaves in the storage: Decode does not panic,
// refuses with ErrRecord alone, and what it accepts comes back unchanged. The
// number is set as member, since JSON knows no NaN.
func FuzzDecode(f *testing.F) {
	f.Add(wire, "", 0.0)
	f.Add(wire, "v", 2.0)
	f.Add(wire, "n", math.NaN())
	f.Add(wire, "touchN", -1.0)
	f.Add(wire, "counter", math.Inf(1))
	f.Add(wire, "touchedAt", 0.5)
	f.Add(wire, "absoluteAt", float64(1<<52))
	f.Add(wire, "activityAt", math.Copysign(0, -1))
	f.Add(`{"absoluteAt":0,"activityAt":0,"askedAt":0,"counter":1,"n":0,"random":"","salt":"","sid":"","silent":"","state":"signedOut","tab":"t","touchN":0,"touchedAt":0,"v":1,"who":""}`, "", 0.0)
	f.Add(`{"v":1}`, "", 0.0)
	f.Add(`{"v":{"v":1},"who":["who"]}`, "", 0.0)
	f.Add(`null`, "", 0.0)
	f.Add(`[]`, "", 0.0)
	f.Add(`"active"`, "", 0.0)
	f.Fuzz(func(t *testing.T, document, member string, number float64) {
		var stored any
		if err := json.Unmarshal([]byte(document), &stored); err != nil {
			return
		}
		if tree, ok := stored.(map[string]any); ok && tree != nil && member != "" {
			tree[member] = number
		}
		r, err := tabs.Decode(stored)
		switch {
		case err != nil:
			if !errors.Is(err, tabs.ErrRecord) || r != (tabs.Record{}) {
				t.Fatalf("refused with %v and %+v", err, r)
			}
		case stored == nil:
			expectDecoded(t, stored, tabs.Record{})
		default:
			expectDecoded(t, r.Encode(), r)
			expectDecoded(t, throughJSON(t, r.Encode()), r)
		}
	})
}
