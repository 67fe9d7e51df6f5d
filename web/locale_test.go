package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// speaks makes a client with the options modal, in a page and for a user of these
// languages, and gives what its module is told of the language: lang, direction,
// Continue, plural categories of 0, 1, 2 and 1,000,000, and the digits of 42.
const speaks = `const speaks = async (page, user, modal) => {
	document.documentElement.lang = page
	Object.defineProperty(navigator, 'languages', { value: user, configurable: true })
	const client = await create('shop', { modal })
	const words = await client.words()
	client.close()
	return words && [words.lang, words.dir, words.texts.continueLabel.other, ...[0, 1, 2, 1e6].map(words.plural), words.digits(42)].join(' ')
};`

const (
	inEnglish  = "ltr Continue other one other other 42"
	inFrench   = "ltr Continuer one one other many 42"
	inJapanese = "ltr 続ける other other other other 42"
)

func TestTheLanguageOfTheDialog(t *testing.T) {
	p := open(t, newSite(t))
	for _, row := range []struct{ page, user, modal, want string }{
		{"", "[]", "undefined", "en " + inEnglish},
		{"en", "['fr']", "{}", "en " + inEnglish},
		{"fr", "['ja']", "{}", "fr " + inFrench},
		{"fr-CA", "[]", "{}", "fr " + inFrench},
		{"fr_CA", "[]", "{}", "fr " + inFrench},
		{"JA", "[]", "{}", "ja " + inJapanese},
		{"", "['de', 'ja-JP', 'fr']", "{}", "ja " + inJapanese},
		{"de", "['fr', 'en']", "{}", "fr " + inFrench},
		{"de", "['it']", "{}", "en " + inEnglish},
		{"fr", "['fr']", "{ locale: 'ja' }", "ja " + inJapanese},
		{"fr", "['fr']", "{ locale: 'en-GB' }", "en-GB " + inEnglish},
		{"", "[]", "{ locale: 'fr-ca' }", "fr-CA " + inFrench},
		{"", "[]", "{ locale: 'pl', strings: { continueLabel: 'Dalej' } }", "pl ltr Dalej many one few many 42"},
		{"", "[]", "{ locale: 'ar-EG', strings: {} }", "ar-EG rtl Continue zero one two other ٤٢"},
		{"fr", "['fr']", "false", "null"},
	} {
		is(t, p, speaks+`return String(await speaks('`+row.page+`', `+row.user+`, `+row.modal+`))`, row.want)
	}
	p.quiet(t)
}

func TestOnlyTheLanguageOfTheDialogIsLoaded(t *testing.T) {
	for modal, want := range map[string]string{
		"{}": "", "false": "", "{ locale: 'fr' }": "locale-fr.js", "{ locale: 'ja' }": "locale-ja.js",
	} {
		s := newSite(t)
		eval[any](t, open(t, s), speaks+`return speaks('en', ['fr', 'ja'], `+modal+`)`)
		for _, name := range []string{"locale-fr.js", "locale-ja.js", "describe.js"} {
			if asked := s.asked("/dist/"+names[name]) > 0; asked != (name == want) {
				t.Errorf("modal %s: %s was asked for: %v", modal, name, asked)
			}
		}
	}
}

func TestALanguageThatIsNotThereIsSaid(t *testing.T) {
	p := open(t, newSite(t))
	is(t, p, speaks+`return speaks('fr', ['fr'], { locale: 'de' })`, "en "+inEnglish)
	if said := p.said("warning: locale: there are no texts in de; the dialog speaks English"); len(said) != 1 {
		t.Errorf("the console holds %q", p.said(""))
	}
}

func TestALanguageThatDoesNotLoadIsEnglish(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	// The limit passes at once; every other timer is as it was.
	hasten := `const later = setTimeout; globalThis.setTimeout = (fn, ms) => later(fn, ms === 5000 ? 0 : ms);`
	for name, row := range map[string]struct {
		answer http.HandlerFunc
		before string
	}{
		"missing": {status(http.StatusNotFound), ""},
		"broken": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/javascript")
			w.Write([]byte("export default {"))
		}, ""},
		"silent": {hang, hasten},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			s.answer("/dist/"+names["locale-fr.js"], row.answer)
			p := open(t, s)
			is(t, p, speaks+row.before+`return speaks('fr', [], {})`, "en "+inEnglish)
			if said := p.said("warning: the texts in fr could not be loaded; the dialog speaks English"); len(said) != 1 {
				t.Errorf("the console holds %q", p.said(""))
			}
		})
	}
}

func TestAWrongLocaleIsRefused(t *testing.T) {
	p := open(t, newSite(t))
	for given, shown := range map[string]string{"'fr_FR'": "fr_FR", "''": "", "7": "7", "null": "null"} {
		is(t, p, `return failure(create('shop', { modal: { locale: `+given+` } }))`,
			"invalid_option: modal.locale: got "+shown+"; takes a language tag, such as 'fr' or 'fr-CA'")
	}
	is(t, p, `return (await create()).getTokenSilently()`, "a token")
}

// The rules of a language are the browser's: each form that they ask for must be there.
func TestCountedTextsHaveEveryForm(t *testing.T) {
	p := open(t, newSite(t))
	for _, lang := range []string{"fr", "ja"} {
		is(t, p, `const { default: texts } = await import('/dist/`+names["locale-"+lang+".js"]+`')
			const wanted = new Intl.PluralRules('`+lang+`').resolvedOptions().pluralCategories.toSorted().join()
			return ['secondsLeft', 'minutesLeft'].flatMap((key) => {
				const forms = typeof texts[key] === 'string' ? { other: texts[key] } : texts[key]
				const faults = Object.values(forms).filter((form) => form.split('{n}').length !== 2)
				return Object.keys(forms).sort().join() === wanted ? faults : [key + ' has not ' + wanted, ...faults]
			}).join()`, "")
		is(t, p, `const { default: texts } = await import('/dist/`+names["locale-"+lang+".js"]+`')
			return Object.entries(texts).filter(([key, text]) => typeof text === 'string' &&
				(text.includes('{time}') !== /^timeout(Idle|Fixed|Absolute)$/.test(key) || text !== text.trim() || !text)).join()`, "")
	}
}

func TestTheTimeoutInWords(t *testing.T) {
	p := open(t, newSite(t))
	for _, row := range []struct{ modal, call, want string }{
		{"{}", "undefined, 300, 0, true",
			"For your security, your session ends after 5 minutes without activity. What you have not saved by then may be lost."},
		{"{}", "undefined, 300, 43200, true",
			"For your security, your session ends after 5 minutes without activity. " +
				"You have to log in again 12 hours after your last login at the latest. What you have not saved by then may be lost."},
		{"{}", "undefined, 90, 0, false",
			"For your security, your session ends after 90 seconds, unless you choose to continue it. What you have not saved by then may be lost."},
		{"{}", "undefined, 0, 0, true", ""},
		{"{}", "'fr-CA', 5400, 0, true",
			"Pour votre sécurité, votre session prend fin après 90\u00a0minutes sans activité. Ce que vous n’aurez pas enregistré d’ici là risque d’être perdu."},
		{"{ locale: 'ja' }", "undefined, 1800, 172800, true",
			"セキュリティ保護のため、操作のない状態が30 分続くとセッションが終了します。ログインから2 日が経過すると、もう一度ログインする必要があります。それまでに保存していない内容は失われることがあります。"},
		{"{ locale: 'ja', strings: { timeoutIdle: '{time}、{time}' } }", "undefined, 3600, 0, true",
			"1 時間、1 時間それまでに保存していない内容は失われることがあります。"},
		{"{ locale: 'ja', strings: { timeoutLoss: { other: '$&' } } }", "'en', 3599, 0, true",
			"For your security, your session ends after 59 minutes without activity. What you have not saved by then may be lost."},
		{"false", "'en', 2591999, 0, true",
			"For your security, your session ends after 29 days without activity. What you have not saved by then may be lost."},
	} {
		got := eval[string](t, p, `const client = await create('shop', { modal: `+row.modal+` })
			const [locale, ...lifetimes] = [`+row.call+`]
			await client.lives(lifetimes)
			try { return await client.describeTimeout(locale) } finally { client.close() }`)
		if got != row.want {
			t.Errorf("%s, %s:\n got %s\nwant %s", row.modal, row.call, got, row.want)
		}
	}
	if got := eval[string](t, p, `return failure((await create()).describeTimeout(7))`); !strings.HasPrefix(got, "invalid_option: locale: got 7") {
		t.Errorf("got %s", got)
	}
}

func TestTheCrashBarSpeaksTheLanguage(t *testing.T) {
	p := open(t, newSite(t))
	got := eval[[]string](t, p, `const client = await create('shop', { modal: { locale: 'ja', strings: { reloadLabel: 'もう一度' } } })
		const crash = next(client, 'crash'); client.provoke('panic in a promise').catch(() => {}); await crash
		const host = document.querySelector('spa-session-crash')
		return [host.lang, host.dir, host.shadowRoot.querySelector('p').textContent, host.shadowRoot.querySelector('button').textContent]`)
	if said, _ := json.Marshal(got); string(said) != `["ja","ltr","このページでセッションの状態を確認できなくなりました。","もう一度"]` {
		t.Errorf("the bar says %s", said)
	}
}
