//go:build js

package modal

import (
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// Words are what the dialog says, and the rules of its language, as web/options.js and
// web/locale.js give them.
type Words struct {
	Lang, Dir      string
	Plural, Digits jsx.Value // functions: Intl.PluralRules and NumberFormat
	Texts          jsx.Value // plural forms by name: every sentence is there
}

// Read takes them from JavaScript.
func Read(words Words) (Strings, error) {
	rules := language{plural: words.Plural, digits: words.Digits}
	say := Strings{Lang: words.Lang, Dir: words.Dir, Texts: map[Key]Forms{}}
	say.Plural = func(n int64) string { part.Here(); return rules.category(n) }
	say.Digits = func(n int64) string { part.Here(); return rules.written(n) }
	tree, err := jsx.FromJS(words.Texts, jsx.Limits{})
	if err != nil {
		return say, err
	}
	texts, _ := tree.(map[string]any)
	for name, given := range texts {
		forms := Forms{}
		said, _ := given.(map[string]any)
		for category, form := range said {
			forms[category], _ = form.(string)
		}
		say.Texts[Key(name)] = forms
	}
	return say, nil
}

// language is the browser's knowledge of one.
type language struct{ plural, digits jsx.Value }

func (l language) category(n int64) string { return answer(l.plural, n, Other) }

func (l language) written(n int64) string { return answer(l.digits, n, plain(n)) }

func answer(of jsx.Value, n int64, fallback string) string {
	answered, err := of.Invoke(n)
	if err != nil {
		return fallback
	}
	text, err := answered.String()
	if err != nil {
		return fallback
	}
	return text
}
