package modal

import "testing"

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
