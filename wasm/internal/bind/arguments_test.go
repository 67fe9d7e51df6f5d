//go:build js

package bind

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// given are arguments as the loader makes them.
func given(t *testing.T, values ...any) *arguments {
	t.Helper()
	list, err := jsx.ToJS(values)
	if err != nil {
		t.Fatal(err)
	}
	items, err := list.Items()
	if err != nil {
		t.Fatal(err)
	}
	return &arguments{items}
}

func TestArgumentsAreTakenInTheirOrder(t *testing.T) {
	in := given(t, "a", true, 7, []any{1, 2}, "redirect", "scope", "audience", []any{"ui_locales", "fr"}, false)
	if in.text() != "a" || !in.flag() || in.whole() != 7 {
		t.Error("the first three are others")
	}
	if moments := in.moments(); len(moments) != 2 || moments[1] != 2 {
		t.Errorf("moments %v", moments)
	}
	if a := in.authorization(); a.RedirectURI != "redirect" || a.Scope != "scope" || a.Audience != "audience" || a.Extra.Get("ui_locales") != "fr" {
		t.Errorf("authorization %+v", a)
	}
	if in.list() != nil {
		t.Error("false is a list")
	}
}

func TestLifetimesThatAreNotGivenStay(t *testing.T) {
	before := deadline.Lifetimes{Idle: 300_000, Warning: 60_000, Absolute: 3600_000}
	for _, row := range []struct {
		given []any
		want  deadline.Lifetimes
	}{
		{[]any{-1, -1, -1}, before},
		{[]any{600, -1, -1}, deadline.Lifetimes{Idle: 600_000, Warning: 60_000, Absolute: 3600_000}},
		{[]any{-1, 30, 0}, deadline.Lifetimes{Idle: 300_000, Warning: 30_000}},
	} {
		if got := given(t, row.given...).lifetimes(before); got != row.want {
			t.Errorf("%v gives %+v, want %+v", row.given, got, row.want)
		}
	}
}

// A loader of another build must not be misread: a wrong lifetime would be believed.
func TestOtherArgumentsAreACrash(t *testing.T) {
	for name, read := range map[string]func(*arguments){
		"none is left":       func(in *arguments) { in.text(); in.text() },
		"of another type":    func(in *arguments) { in.flag() },
		"a text for a list":  func(in *arguments) { in.list() },
		"a text for seconds": func(in *arguments) { in.whole() },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was read all the same")
				}
			}()
			read(given(t, "a text"))
		})
	}
}
