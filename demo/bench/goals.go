package main

import "fmt"

// A goal bounds a ratio of two medians.
type goal struct {
	what       string
	ours, than float64
	most       float64
	unit       string // of most: " times", or " ms" where than is 1
}

func (g goal) ratio() float64 { return g.ours / g.than }

// met is false of a figure that is missing: NaN compares with nothing.
func (g goal) met() bool { return g.ratio() <= g.most }

const (
	tokenGoal   = 1.0  // times the peer, cold navigation to token
	peerGoal    = 0.8  // times the peer, forced renewal
	floorGoal   = 1.3  // times the bare flow, forced renewal
	cachedGoal  = 1.0  // times the peer, cached token
	memoryGoal  = 1.05 // after many renewals to after few
	longestGoal = 50   // ms on the throttled main thread
)

// goals are those of the published build; memory is to be flat in both.
func (r results) goals() []goal {
	of := func(name string, f figure) float64 { return r.of(name, f).median() }
	times := func(what string, f figure, than string, most float64) goal {
		return goal{fmt.Sprintf("%s, to %s", what, than), of(release, f), of(than, f), most, " times"}
	}
	goals := []goal{
		times("cold navigation to token", token, rival, tokenGoal),
		times("forced renewal", renewal, rival, peerGoal),
		times("forced renewal", renewal, floor, floorGoal),
		times("cached token", cached, rival, cachedGoal),
	}
	for _, name := range []string{release, stock} {
		if r.of(name, heapMany) == nil {
			continue
		}
		few, many := grouped(r.few), grouped(r.many)
		goals = append(goals,
			goal{fmt.Sprintf("scripts' heap of %s, %s to %s renewals", name, many, few), of(name, heapMany), of(name, heapFew), memoryGoal, " times"},
			goal{fmt.Sprintf("wasm memory of %s, %s to %s renewals", name, many, few), of(name, wasmMany), of(name, wasmFew), memoryGoal, " times"})
	}
	return append(goals, goal{
		fmt.Sprintf("longest task, %gx slower", throttling), r.of(release, longest).max(), 1, longestGoal, " ms",
	})
}
