package main

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/bench/machine"
)

// A run that fails after an hour says what it has measured, of whole rounds, and that it failed.
func TestAFailureLosesOneRound(t *testing.T) {
	b := &bench{
		plan: plan{rounds: 5}, browser: t.Context(), progress: io.Discard,
		contenders: []contender{{name: release}, {name: rival}, {name: floor}},
		figures:    []map[figure]samples{{}, {}, {}},
	}
	broken := errors.New("the tab is gone")
	err := b.allRounds(func(i, round int) error {
		if round == 2 && i == 1 {
			return broken
		}
		b.add(i, token, float64(round))
		b.add(i, renewal, 1, 2)
		return nil
	})
	if !errors.Is(err, broken) {
		t.Errorf("the run ended with %v", err)
	}
	found := b.results(machine.Machine{}, err)
	for _, name := range found.names {
		if tokens, renewals := found.of(name, token), found.of(name, renewal); len(tokens) != 2 || len(renewals) != 4 {
			t.Errorf("%s has the tokens %v and the renewals %v", name, tokens, renewals)
		}
	}
	report := found.report("")
	for _, want := range []string{"2 rounds", "**Not all was measured**", "the tab is gone"} {
		if !strings.Contains(report, want) {
			t.Errorf("no %q in\n%s", want, report)
		}
	}
	if strings.Contains(report, "No goal was missed") {
		t.Error("the goals are called met")
	}
}
