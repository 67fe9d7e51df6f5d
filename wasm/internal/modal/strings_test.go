package modal

import (
	"strings"
	"testing"
)

func TestEnglishPlural(t *testing.T) {
	for n, want := range map[int64]string{0: "other", 1: "one", 2: "other", 11: "other", 21: "other", 101: "other"} {
		if got := English().Plural(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

func TestCountedFallsBackToOther(t *testing.T) {
	say := Strings{
		Plural: func(int64) string { return "many" },
		Digits: func(int64) string { return "seven" },
		Texts:  map[Key]Forms{SecondsLeft: {Other: "{n} / {n}"}},
	}
	if got := say.Counted(SecondsLeft, 7); got != "seven / seven" {
		t.Errorf("got %q", got)
	}
}

func TestWith(t *testing.T) {
	english := English()
	changed, err := english.With("secondsLeft", Forms{"one": "A second!", Other: "{n} ticks"})
	if err != nil {
		t.Fatal(err)
	}
	if got := changed.Left(1000) + " " + changed.Left(2000); got != "A second! 2 ticks" {
		t.Errorf("replaced: %q", got)
	}
	if got := english.Left(2000); got != "Your session ends in 2 seconds." {
		t.Errorf("the original became %q", got)
	}
	for name, row := range map[string]struct {
		key   string
		forms Forms
	}{
		`modal.strings.nonsense: there is no such sentence`:                        {"nonsense", Forms{Other: "x"}},
		`modal.strings.idleBody: the form "other" is missing`:                      {"idleBody", Forms{"one": "x"}},
		`modal.strings.idleBody.other: there is no text`:                           {"idleBody", Forms{Other: ""}},
		`modal.strings.idleBody.one: there is no text`:                             {"idleBody", Forms{Other: "x", "one": ""}},
		`modal.strings.idleBody.first: not a plural category; it takes zero, one,`: {"idleBody", Forms{Other: "x", "first": "y"}},
		`modal.strings.idleBody.: not a plural category; it takes zero, one, two,`: {"idleBody", Forms{Other: "x", "": "y"}},
		`modal.strings.idleBody.one two: not a plural category; it takes zero, on`: {"idleBody", Forms{Other: "x", "one two": "y"}},
	} {
		_, err := english.With(row.key, row.forms)
		if err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%v: got %v, want %s", row, err, name)
		}
	}
}

func TestTitled(t *testing.T) {
	v := View{PageTitle: "Ending", Seconds: 42}
	for _, row := range []struct {
		name     string
		view     View
		original string
		still    bool
		want     string
	}{
		{"counting", v, "Shop", false, "(42) Ending - Shop"},
		{"still", v, "Shop", true, "Ending - Shop"},
		{"nothing to count", View{PageTitle: "Ended"}, "Shop", false, "Ended - Shop"},
		{"a page without a title", v, "", false, "(42) Ending"},
		{"nothing to say", View{}, "Shop", false, "Shop"},
	} {
		if got := titled(row.view, row.original, row.still); got != row.want {
			t.Errorf("%s: %q, want %q", row.name, got, row.want)
		}
	}
}
