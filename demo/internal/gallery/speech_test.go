package gallery

import (
	"slices"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

// transcripts are all that a screen reader is told from the opening to the end: the
// dialog's name, description and first button, then the live region.
var transcripts = map[string][]string{
	"en": {
		"Are you still there?",
		"You have been away for a while. For your security, your session is about to end. Your session ends in 42 seconds.",
		"Continue",
		"polite: Your session ends in 30 seconds.",
		"assertive: Your session ends in 20 seconds.",
		"assertive: Your session ends in 10 seconds.",
		"polite: Your session may have ended. Log in to continue.",
		"Log in",
	},
	"fr": {
		"Êtes-vous toujours là\u00a0?",
		"Aucune activité depuis un moment. Pour votre sécurité, votre session va bientôt prendre fin. Votre session prend fin dans 42 secondes.",
		"Continuer",
		"polite: Votre session prend fin dans 30 secondes.",
		"assertive: Votre session prend fin dans 20 secondes.",
		"assertive: Votre session prend fin dans 10 secondes.",
		"polite: Votre session a peut-être expiré. Connectez-vous pour continuer.",
		"Se connecter",
	},
	"ja": {
		"操作を続けますか？",
		"しばらく操作がありませんでした。セキュリティ保護のため、まもなくセッションが終了します。 あと42秒でセッションが終了します。",
		"続ける",
		"polite: あと30秒でセッションが終了します。",
		"assertive: あと20秒でセッションが終了します。",
		"assertive: あと10秒でセッションが終了します。",
		"polite: セッションが終了した可能性があります。続けるにはログインしてください。",
		"ログイン",
	},
}

func TestWhatAScreenReaderIsTold(t *testing.T) {
	for _, locale := range locales {
		t.Run(locale, func(t *testing.T) {
			g := open(t, locale)
			g.show("warning")
			said := g.Accessible("alertdialog")
			if len(said) != 1 {
				t.Fatalf("there are the dialogs %q", said)
			}
			transcript := []string{said[0].Name, said[0].Description, g.focused()}
			for left := 42_000; left > 0; left -= 250 {
				g.countdown(left)
			}
			g.show("idle")
			transcript = append(transcript, browser.Eval[[]string](g.Tab, `spoken`)...)
			transcript = append(transcript, g.focused())
			if !slices.Equal(transcript, transcripts[locale]) {
				t.Errorf("told   %q\nwanted %q", transcript, transcripts[locale])
			}
			g.clean()
		})
	}
}

// focused is the name of the one thing that has the focus.
func (g gallery) focused() string {
	g.t.Helper()
	return browser.Eval[string](g.Tab, `host.shadowRoot.activeElement?.innerText ?? ''`)
}

// The countdown that is painted each second is nothing to a screen reader.
func TestTheCountdownIsSeenAndNotTold(t *testing.T) {
	g := open(t, "en")
	g.show("warning")
	g.countdown(41_000)
	want(t, "what is seen", browser.Eval[string](g.Tab, `part('countdown').innerText`), "Your session ends in 41 seconds.")
	for _, role := range []string{"StaticText", "progressbar", "timer", "paragraph"} {
		for _, node := range g.Accessible(role) {
			if node.Name == "Your session ends in 41 seconds." || role == "progressbar" || role == "timer" {
				t.Errorf("a screen reader is told of %q", node)
			}
		}
	}
	want(t, "the language", browser.Eval[string](g.Tab, `host.lang`), "en")
	want(t, "what was spoken", len(browser.Eval[[]string](g.Tab, `spoken`)), 0)
}
