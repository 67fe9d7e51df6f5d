//go:build js

package modal

import (
	"slices"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// Read makes what the dialog says out of the loader's words (web/locale.js), without
// any plain English, and of the app's own texts in options.strings, which go before.
// Texts of the names in notMine are the loader's to say.
func Read(words, options *jsx.Object, notMine []string) (Strings, error) {
	say := English()
	if words.Has("lang") {
		say.Lang, say.Dir = words.String("lang"), words.String("dir")
		said := language{plural: words.Func("plural"), digits: words.Func("digits")}
		say.Plural, say.Digits = said.category, said.written
		if err := replace(&say, words.Object("texts"), notMine); err != nil {
			return say, err
		}
	}
	err := replace(&say, options.Object("strings"), notMine)
	return say, err // in two steps: compilers differ in which of two results they take first
}

// replace puts texts in the place of those of say: a string, or one for each
// plural category.
func replace(say *Strings, texts *jsx.Object, notMine []string) error {
	for _, name := range texts.Names() {
		if !texts.Has(name) || slices.Contains(notMine, name) {
			continue
		}
		forms := Forms{}
		switch tree := texts.Plain(name).(type) {
		case string:
			forms[Other] = tree
		case map[string]any:
			for category, text := range tree {
				forms[category], _ = text.(string) // "" is refused where it matters
			}
		}
		replaced, err := say.With(name, forms)
		if err != nil {
			texts.Fail(name, "a sentence of the dialog ("+err.Error()+")")
			break
		}
		*say = replaced
	}
	return texts.Err()
}

// ReadMoments reads options.announceAt: when the countdown is spoken, in seconds;
// nil is the default.
func ReadMoments(options *jsx.Object) []int64 {
	if !options.Has("announceAt") {
		return nil
	}
	const takes = "a list of whole seconds above 0"
	given, ok := options.Plain("announceAt").([]any)
	if !ok {
		options.Fail("announceAt", takes)
		return nil
	}
	moments := make([]int64, 0, len(given))
	for _, moment := range given {
		s, ok := moment.(float64)
		if !ok || s <= 0 || s != float64(int64(s)) {
			options.Fail("announceAt", takes)
			return nil
		}
		moments = append(moments, int64(s))
	}
	return moments
}

// language is the browser's knowledge of one: Intl.PluralRules and NumberFormat.
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
