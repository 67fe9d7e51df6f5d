package main

import (
	"fmt"
	"strings"
)

// A step is what a page asked the platform for, see pages/profile.js: milliseconds.
type step struct {
	Name  string  `json:"name"`
	Begin float64 `json:"begin"`
	End   float64 `json:"end"`
}

// profiled is one way of one contender, round by round.
type profiled struct {
	title  string
	rounds [][]step
	totals samples
}

const profiledRenewals = 5 // in each round

// profile is where the time goes of the cold way to a token, and of a renewal.
func (b *bench) profile() error {
	if err := b.everyone(0, b.fillCaches); err != nil {
		return err
	}
	cold, warm := make([]profiled, len(b.contenders)), make([]profiled, len(b.contenders))
	for round := range b.rounds {
		fmt.Fprintf(b.progress, "round %d of %d\n", round+1, b.rounds)
		err := b.everyone(round, func(i int) error { return b.profileOnce(i, &cold[i], &warm[i]) })
		if err != nil {
			return err
		}
	}
	for i, c := range b.contenders {
		cold[i].title, warm[i].title = c.name+", cold navigation to token", c.name+", forced renewal"
		b.profiles = append(b.profiles, cold[i], warm[i])
	}
	return nil
}

func (b *bench) profileOnce(i int, cold, warm *profiled) error {
	return b.asVisitor(func(t *tab) error {
		if err := b.prepare(t, i); err != nil {
			return err
		}
		r, err := t.visit(b.world.origins[i] + "/profile.html?token")
		if err != nil {
			return err
		}
		cold.add(append([]step{{"page and its scripts", 0, r.Script}}, r.Steps...), r.Token)
		if _, err := t.renew(unmeasured); err != nil {
			return err
		}
		for range profiledRenewals {
			r, err := eval[report](t, "bench.profile()")
			if err != nil {
				return err
			}
			warm.add(r.Steps, r.Token)
		}
		return nil
	})
}

func (p *profiled) add(steps []step, total float64) {
	p.rounds = append(p.rounds, steps)
	p.totals = append(p.totals, total)
}

// table has each step with the medians of when it begins and what it takes. A step that comes more than once is told
// apart by how often it was there before.
func (p profiled) table() string {
	type key struct {
		name string
		nth  int
	}
	begins, takes := map[key]samples{}, map[key]samples{}
	var order []key
	for _, steps := range p.rounds {
		seen := map[string]int{}
		for _, s := range steps {
			k := key{s.Name, seen[s.Name]}
			seen[s.Name]++
			if begins[k] == nil {
				order = append(order, k)
			}
			begins[k] = append(begins[k], s.Begin)
			takes[k] = append(takes[k], s.End-s.Begin)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\nMedians of %d, ms; %s in all. Steps overlap; what lies between them is the contender's own.\n\n| step | begins at | takes |\n|---|---|---|\n",
		p.title, len(p.rounds), number(p.totals.median(), 1))
	for _, k := range order {
		if len(begins[k])*2 < len(p.rounds) {
			continue // the rule, not what came between once
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", k.name, number(begins[k].median(), 1), number(takes[k].median(), 1))
	}
	return b.String()
}
