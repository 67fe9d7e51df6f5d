//go:build js

package modal

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// object is one of JavaScript.
type object = map[string]any

func TestWordsOfALanguage(t *testing.T) {
	page := &dom{}
	class := page.get(jsx.Global(), "Intl", "PluralRules")
	rules, err := class.New("pl")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := jsx.ToJS(object{
		"secondsLeft":   object{"one": "{n} sekunda", "few": "{n} sekundy", "other": "{n} sekund"},
		"continueLabel": object{"other": "Dalej"},
	})
	if err != nil {
		t.Fatal(err)
	}
	say, err := Read(Words{
		Lang: "pl", Dir: "ltr", Texts: texts,
		Plural: page.call(page.get(rules, "select"), "bind", rules),
		Digits: page.get(jsx.Global(), "encodeURIComponent"),
	})
	if err == nil {
		err = page.take()
	}
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join([]string{say.Lang, say.Dir, say.Left(1000), say.Left(2000), say.Left(9000), say.Sentence(ContinueLabel)}, "|")
	if want := "pl|ltr|1 sekunda|2 sekundy|9 sekund|Dalej"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
