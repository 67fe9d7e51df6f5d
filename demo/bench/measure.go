package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"time"

	"github.com/chromedp/cdproto/network"
)

// A figure is one thing that is measured of every contender.
type figure string

const (
	ready        figure = "ready"    // ms
	token        figure = "token"    // ms
	again        figure = "again"    // ms
	renewal      figure = "renewal"  // ms
	cached       figure = "cached"   // µs
	atOnce       figure = "atOnce"   // ms
	weight       figure = "weight"   // bytes
	busy         figure = "busy"     // ms of the main thread
	longest      figure = "longest"  // ms
	heapFew      figure = "heapFew"  // bytes
	heapMany     figure = "heapMany" // bytes
	wasmFew      figure = "wasmFew"  // bytes
	wasmMany     figure = "wasmMany" // bytes
	perRound            = 10         // forced renewals that count, in each round
	unmeasured          = 3          // forced renewals before them
	cachedRun           = 2000       // calls that one figure of the cache is the mean of
	atOnceRun           = 10         // renewals at the same time
	throttling          = 4.0        // times slower than this machine
	tracedRounds        = 3          // every so many rounds one is traced
)

// plan says how much is measured.
type plan struct {
	rounds    int
	warming   time.Duration // how long each visit lasts that fills the caches; 0: there is only one
	calm      time.Duration // how long a tab is left alone before it is measured: its new process shall be idle
	few, many int           // renewals before memory is looked at, and looked at again
}

// A bench has all that a run needs.
type bench struct {
	plan
	contenders []contender
	world      *world
	browser    context.Context
	product    string // the browser's name and version
	progress   io.Writer
	figures    []map[figure]samples // by contender
	done       int                  // rounds
	profiles   []profiled
}

func (b *bench) add(i int, f figure, values ...float64) {
	b.figures[i][f] = append(b.figures[i][f], values...)
}

// run lets the contenders take turns; who begins changes from round to round.
func (b *bench) run() error {
	b.figures = make([]map[figure]samples, len(b.contenders))
	for i := range b.figures {
		b.figures[i] = map[figure]samples{}
	}
	fmt.Fprintln(b.progress, "visits that fill the caches")
	if err := b.everyone(0, b.fillCaches); err != nil {
		return err
	}
	if err := b.allRounds(b.round); err != nil {
		return err
	}
	return b.memories()
}

// allRounds keeps nothing of a round that not everybody has ended.
func (b *bench) allRounds(do func(contender, round int) error) error {
	begun := time.Now()
	for round := range b.rounds {
		fmt.Fprintf(b.progress, "round %d of %d (%s so far)\n", round+1, b.rounds, time.Since(begun).Round(time.Second))
		before := make([]map[figure]samples, len(b.figures))
		for i, figures := range b.figures {
			before[i] = maps.Clone(figures)
		}
		if err := b.everyone(round, func(i int) error { return do(i, round) }); err != nil {
			b.figures = before
			return err
		}
		b.done++
	}
	return nil
}

// everyone calls do for all contenders, another one first each time.
func (b *bench) everyone(turn int, do func(contender int) error) error {
	n := len(b.contenders)
	for k := range n {
		i := (turn + k) % n
		if err := do(i); err != nil {
			return fmt.Errorf("%s: %w", b.contenders[i].name, err)
		}
		if err := b.browser.Err(); err != nil {
			return err
		}
	}
	return nil
}

// round measures everything of one contender once.
func (b *bench) round(i, round int) error {
	if err := b.coldReady(i); err != nil {
		return fmt.Errorf("cold, nobody logged in: %w", err)
	}
	if err := b.coldToken(i); err != nil {
		return fmt.Errorf("cold, with a session: %w", err)
	}
	if err := b.secondView(i); err != nil {
		return fmt.Errorf("second view: %w", err)
	}
	if round%tracedRounds != 0 {
		return nil
	}
	if err := b.traced(i); err != nil {
		return fmt.Errorf("traced: %w", err)
	}
	return nil
}

// coldReady: a browser that was never here.
func (b *bench) coldReady(i int) error {
	return b.asVisitor(func(t *tab) error {
		if err := t.open(b.world.origins[i] + "/blank.html"); err != nil {
			return err
		}
		if err := t.open("about:blank"); err != nil {
			return err
		}
		time.Sleep(b.calm)
		r, err := t.visit(b.world.origins[i] + "/")
		b.add(i, ready, r.Ready)
		return err
	})
}

// coldToken: a browser with empty caches in which the user has a session; then the page goes on.
func (b *bench) coldToken(i int) error {
	return b.asVisitor(func(t *tab) error {
		r, err := b.visitWithSession(t, i)
		if err != nil {
			return err
		}
		b.add(i, token, r.Token)
		b.add(i, weight, float64(r.Bytes))
		if _, err := t.renew(unmeasured); err != nil {
			return err
		}
		took, err := t.renew(perRound)
		if err != nil {
			return err
		}
		b.add(i, renewal, took...)
		together, err := eval[float64](t, fmt.Sprintf("bench.atOnce(%d)", atOnceRun))
		if err != nil {
			return err
		}
		b.add(i, atOnce, together)
		each, err := eval[float64](t, fmt.Sprintf("bench.cached(%d)", cachedRun))
		b.add(i, cached, each)
		return err
	})
}

func (b *bench) visitWithSession(t *tab, i int) (report, error) {
	if err := b.prepare(t, i); err != nil {
		return report{}, err
	}
	return t.visit(b.tokenPage(i))
}

// prepare gives the browser a session.
func (b *bench) prepare(t *tab, i int) error {
	cookie, err := b.cookie()
	if err != nil {
		return err
	}
	if err := t.seed(b.world.origins[i], b.world.seed(b.contenders[i]), cookie); err != nil {
		return err
	}
	time.Sleep(b.calm)
	return nil
}

func (b *bench) tokenPage(i int) string { return b.world.origins[i] + "/?token" }

// cookie is that of a new session at the authorization server.
func (b *bench) cookie() (*network.CookieParam, error) {
	minted, _, err := b.world.as.MintSession(user)
	if err != nil {
		return nil, err
	}
	return &network.CookieParam{
		Name: minted.Name, Value: minted.Value, URL: b.world.asURL + "/", HTTPOnly: true, SameSite: network.CookieSameSiteLax,
	}, nil
}

// asVisitor is for one that has nothing in its caches.
func (b *bench) asVisitor(do func(*tab) error) error {
	v, forget, err := newVisitor(b.browser)
	if err != nil {
		return err
	}
	if err := b.inTab(v, do); err != nil {
		return err
	}
	return forget()
}

func (b *bench) inTab(v visitor, do func(*tab) error) error {
	t, err := v.tab()
	if err != nil {
		return err
	}
	defer t.close()
	return do(t)
}

// renew makes forced renewals, one after the other, and returns the milliseconds that each took.
func (t *tab) renew(times int) ([]float64, error) {
	return eval[[]float64](t, fmt.Sprintf("bench.renewals(%d)", times))
}
