package main

import (
	"math"
	"slices"
)

// samples are what one figure of one contender came to, round by round.
type samples []float64

// quantile is the smallest sample that a share q of them does not exceed (nearest rank); NaN of none.
func (s samples) quantile(q float64) float64 {
	if len(s) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	rank := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(rank, 0), len(sorted)-1)]
}

// median is the middle one, or the mean of the two.
func (s samples) median() float64 {
	n := len(s)
	if n == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(s))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func (s samples) p95() float64 { return s.quantile(0.95) }

func (s samples) max() float64 { return s.quantile(1) }
