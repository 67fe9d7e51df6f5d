package modal

import (
	"strconv"
	"strings"
)

// Strings is everything that the dialog says, in one language.
type Strings struct {
	Lang string // BCP 47; the lang attribute of the dialog
	Dir  string // ltr or rtl
	// Plural is the CLDR category of n in this language: zero, one, two, few, many or other.
	Plural func(n int64) string
	Digits func(n int64) string // n as it is written in this language
	Texts  map[Key]Forms
}

// Forms is one whole sentence in each plural form that its language has, by
// category; Other always stands. {n} is where the number goes. Sentences are
// never put together from parts: languages order them differently.
type Forms map[string]string

// Other is the category that every language has (Unicode TR 35, part 3).
const Other = "other"

// Key names a sentence. Its value is the name that apps replace it by.
type Key string

// Sentence is the text that is not counted.
func (s Strings) Sentence(key Key) string { return s.Texts[key][Other] }

// Counted is the text for n, with n in it.
func (s Strings) Counted(key Key, n int64) string {
	forms := s.Texts[key]
	form, found := forms[s.Plural(n)]
	if !found {
		form = forms[Other]
	}
	return strings.ReplaceAll(form, "{n}", s.Digits(n))
}

// plain is n in the digits of English.
func plain(n int64) string { return strconv.FormatInt(n, 10) }

// minutesFrom is when a countdown goes over from minutes to seconds: below two
// minutes. Minutes are rounded down, so that they never promise too much.
const minutesFrom = 120

// Left says how long the session still lasts; left is milliseconds.
func (s Strings) Left(left int64) string {
	n := seconds(left)
	if n < minutesFrom {
		return s.Counted(SecondsLeft, n)
	}
	return s.Counted(MinutesLeft, n/60)
}
