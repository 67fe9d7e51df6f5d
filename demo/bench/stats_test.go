package main

import (
	"math"
	"testing"
)

func TestMediansAndPercentiles(t *testing.T) {
	for _, row := range []struct {
		of                 samples
		median, p95, worst float64
	}{
		{samples{7}, 7, 7, 7},
		{samples{4, 1}, 2.5, 4, 4},
		{samples{3, 1, 2}, 2, 3, 3},
		{samples{20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, 10.5, 19, 20},
	} {
		before := row.of[0]
		if m, p, w := row.of.median(), row.of.p95(), row.of.max(); m != row.median || p != row.p95 || w != row.worst {
			t.Errorf("%v: median %g, 95th percentile %g, worst %g", row.of, m, p, w)
		}
		if row.of[0] != before {
			t.Errorf("%v was sorted: rounds lose their order", row.of)
		}
	}
	if none := (samples)(nil); !math.IsNaN(none.median()) || !math.IsNaN(none.p95()) {
		t.Error("nothing has a median")
	}
}
