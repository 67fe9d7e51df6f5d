//go:build js

package modal

import (
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// object is one of JavaScript.
type object = map[string]any

// reading reads texts: those of a language, and the app's own in the option modal.
func reading(t *testing.T, words any, options object) (Strings, error) {
	t.Helper()
	objects := [2]*jsx.Object{}
	for i, given := range []any{words, options} {
		value, err := jsx.ToJS(given)
		if err != nil {
			t.Fatal(err)
		}
		objects[i] = jsx.Read(value, "modal")
	}
	return Read(objects[0], objects[1], []string{"crashedBar"})
}

// polish are words with the rules of the browser.
func polish(t *testing.T) object {
	t.Helper()
	page := &dom{}
	class := page.get(jsx.Global(), "Intl", "PluralRules")
	rules, err := class.New("pl")
	if err != nil {
		t.Fatal(err)
	}
	words := object{
		"lang": "pl", "dir": "ltr",
		"plural": page.call(page.get(rules, "select"), "bind", rules),
		"digits": page.get(jsx.Global(), "encodeURIComponent"),
		"texts": object{
			"secondsLeft":   object{"one": "{n} sekunda", "few": "{n} sekundy", "other": "{n} sekund"},
			"continueLabel": "Dalej",
			"crashedBar":    "not ours",
		},
	}
	if err := page.take(); err != nil {
		t.Fatal(err)
	}
	return words
}

func TestTextsOfALanguageAndOfTheApp(t *testing.T) {
	say, err := reading(t, polish(t), object{"strings": object{"continueLabel": "Tak", "logOutLabel": jsx.Undefined(), "crashedBar": 7}})
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join([]string{say.Lang, say.Dir, say.Left(1000), say.Left(2000), say.Left(9000),
		say.Sentence(ContinueLabel), say.Sentence(LogOutLabel)}, "|")
	if want := "pl|ltr|1 sekunda|2 sekundy|9 sekund|Tak|Log out"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWithoutALanguageItIsEnglish(t *testing.T) {
	say, err := reading(t, jsx.Undefined(), object{})
	if got := say.Lang + " " + say.Left(1000); err != nil || got != "en Your session ends in 1 second." {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWrongTextsAreRefusedByName(t *testing.T) {
	for want, texts := range map[string]any{
		`strings: got the string "de", takes an object`: "de",
		`strings.nonsense: got `:                        object{"nonsense": "x"},
		`strings.idleBody: got the string ""`:           object{"idleBody": ""},
		`strings.idleBody: got the number 7`:            object{"idleBody": 7},
		`strings.secondsLeft: got `:                     object{"secondsLeft": object{"one": "x"}},
	} {
		_, err := reading(t, polish(t), object{"strings": texts})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
