package main

import (
	"strings"
	"testing"
)

func TestStepsAreToldApart(t *testing.T) {
	p := profiled{title: "ours"}
	p.add([]step{{"lock", 1, 2}, {"digest", 2, 3}, {"digest", 5, 9}, {"once", 9, 9}}, 10)
	p.add([]step{{"lock", 1, 4}, {"digest", 2, 3}, {"digest", 7, 9}}, 20)
	p.add([]step{{"lock", 1, 6}, {"digest", 2, 3}, {"digest", 6, 9}}, 30)
	table := p.table()
	for _, want := range []string{"## ours", "20.0 in all", "| lock | 1.0 | 3.0 |\n| digest | 2.0 | 1.0 |\n| digest | 6.0 | 3.0 |\n"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if strings.Contains(table, "once") {
		t.Errorf("what came once of three times is in\n%s", table)
	}
}
