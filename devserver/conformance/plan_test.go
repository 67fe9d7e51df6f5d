package conformance_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

// An outcome is the suite's word for how a module ended.
type outcome string

const (
	passed  outcome = "PASSED"
	warning outcome = "WARNING" // what is recommended, and not done
	review  outcome = "REVIEW"  // a person has to look at a page; here the test reads it
	skipped outcome = "SKIPPED"
)

// A module is one test of the suite, with the outcome that is expected of the mock. why is empty for what passes.
type module struct {
	name string
	want outcome
	why  string
	run  func(*run)
}

// A plan is a list of modules, by the name of the suite's test plan.
type plan struct {
	name    string
	modules []module
}

var plans = []plan{
	{"oidcc-basic-certification-test-plan", basicModules},
	{"oidcc-config-certification-test-plan", configModules},
	{"oidcc-rp-initiated-logout-certification-test-plan", logoutModules},
}

var update = flag.Bool("update", false, "write devserver/CONFORMANCE.md anew")

const table = "../CONFORMANCE.md"

func TestConformance(t *testing.T) {
	results := map[string]outcome{}
	for _, plan := range plans {
		t.Run(plan.name, func(t *testing.T) {
			for _, module := range plan.modules {
				t.Run(module.name, func(t *testing.T) { results[module.name] = module.check(t) })
			}
		})
	}
	if t.Failed() {
		return
	}
	t.Run("table", func(t *testing.T) { checkTable(t, results) })
}

// check runs a module and compares its outcome with the data.
func (m module) check(t *testing.T) outcome {
	t.Helper()
	r := newRun(t)
	m.run(r)
	if r.outcome != m.want {
		t.Errorf("the outcome is %s, want %s", r.outcome, m.want)
	}
	if (m.want == passed) != (m.why == "") {
		t.Errorf("%s with the reason %q: what passes needs none, and all else one", m.want, m.why)
	}
	return r.outcome
}

// checkTable compares the document with the results of this run. A part of the modules, chosen by -run, makes no table.
func checkTable(t *testing.T, results map[string]outcome) {
	t.Helper()
	total := 0
	for _, plan := range plans {
		total += len(plan.modules)
	}
	if len(results) < total {
		t.Skipf("%d of %d modules ran", len(results), total)
	}
	document := document(results)
	if *update {
		if err := os.WriteFile(table, document, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, document) {
		t.Errorf("%s is stale: go test ./devserver/conformance -update", table)
	}
}

func document(results map[string]outcome) []byte {
	var b bytes.Buffer
	b.WriteString(`# Conformance, module by module

Written by ` + "`go test ./devserver/conformance -update`" + ` from the results of the tests of that package. Each has the name of a
module of the OpenID Foundation's conformance suite and asks what that module asks. This is no certification and no run
of the suite itself.

PASSED, WARNING (recommended, and not done) and SKIPPED are the suite's words; of REVIEW a person would look at a
screenshot, where the test reads the page.
`)
	for _, plan := range plans {
		counts := map[outcome]int{}
		var rows strings.Builder
		for _, module := range plan.modules {
			counts[results[module.name]]++
			fmt.Fprintf(&rows, "| %s | %s | %s |\n", module.name, results[module.name], module.why)
		}
		fmt.Fprintf(&b, "\n## %s\n%d modules:", plan.name, len(plan.modules))
		separator := " "
		for _, o := range []outcome{passed, warning, review, skipped} {
			if counts[o] > 0 {
				fmt.Fprintf(&b, "%s%d %s", separator, counts[o], o)
				separator = ", "
			}
		}
		fmt.Fprintf(&b, ".\n\n| module | outcome | reason |\n|---|---|---|\n%s", rows.String())
	}
	return b.Bytes()
}

// The lists are the suite's: none may get lost.
func TestPlansAreWhole(t *testing.T) {
	for i, want := range []int{38, 1, 11} {
		if got := len(plans[i].modules); got != want {
			t.Errorf("%s has %d modules, want %d", plans[i].name, got, want)
		}
	}
}
