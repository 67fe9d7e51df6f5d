package browser

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// pollInterval is how often a wait looks again.
const pollInterval = 20 * time.Millisecond

// arrowFunction is the beginning of one.
var arrowFunction = regexp.MustCompile(`^\s*(?:async\s+)?(?:\([^()]*\)|\w+)\s*=>`)

// Eval returns what a JavaScript expression comes to; a promise is awaited. An arrow function is called, with the
// arguments.
func Eval[T any](tab *Tab, js string, arguments ...any) T {
	tab.t.Helper()
	value, err := evaluate[T](tab, expression(tab, js, arguments))
	if err != nil {
		tab.t.Fatalf("browser: evaluating %s: %v", brief(js), err)
	}
	return value
}

// Run evaluates JavaScript for its effect; it may be several statements, or an arrow function, which is called.
func (tab *Tab) Run(js string, arguments ...any) {
	tab.t.Helper()
	if _, err := evaluate[chromedp.Void](tab, expression(tab, js, arguments)); err != nil {
		tab.t.Fatalf("browser: running %s: %v", brief(js), err)
	}
}

// WaitFor waits until a JavaScript expression, or an arrow function with the arguments, comes to something true.
//
// The question is asked from outside, again and again: a promise in the page would end with each navigation, stand
// still in a frozen page, and run on the very timers that the clocks move.
func (tab *Tab) WaitFor(js string, arguments ...any) {
	tab.t.Helper()
	question := "(async () => !!(await (" + expression(tab, js, arguments) + ")))()"
	deadline := time.Now().Add(Patience)
	for {
		yes, err := evaluate[bool](tab, question)
		if yes {
			return
		}
		if time.Now().After(deadline) || tab.ctx.Err() != nil {
			tab.t.Fatalf("browser: waited in vain for %s %s\nlast error: %v\n%s", brief(js), describe(arguments), err, tab.describe())
		}
		time.Sleep(pollInterval)
	}
}

// evaluate forgives nothing: callers decide which errors pass, such as those of a page that is just being left.
func evaluate[T any](tab *Tab, js string) (T, error) {
	ctx, cancel := context.WithTimeout(tab.ctx, Patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
}

func expression(tab *Tab, js string, arguments []any) string {
	tab.t.Helper()
	if !arrowFunction.MatchString(js) {
		if len(arguments) > 0 {
			tab.t.Fatalf("browser: only an arrow function takes arguments: %s", brief(js))
		}
		return js
	}
	encoded := make([]string, len(arguments))
	for i, argument := range arguments {
		b, err := json.Marshal(argument)
		if err != nil {
			tab.t.Fatalf("browser: argument %d of %s: %v", i, brief(js), err)
		}
		encoded[i] = string(b)
	}
	return "(" + js + ")(" + strings.Join(encoded, ", ") + ")"
}

// brief is a script on one line, cut where it gets long.
func brief(js string) string {
	const most = 200
	line := strings.Join(strings.Fields(js), " ")
	if len(line) > most {
		return line[:most] + "…"
	}
	return line
}

func describe(arguments []any) string {
	if len(arguments) == 0 {
		return ""
	}
	b, err := json.Marshal(arguments)
	if err != nil {
		return err.Error()
	}
	return "of " + string(b)
}

// describe tells what the page looks like, for the message of a wait that failed.
func (tab *Tab) describe() string {
	const look = `[location.href, document.title, document.body?.innerText ?? ''].join('\n').slice(0, 2000)`
	seen, err := evaluate[string](tab, look)
	if err != nil {
		return "the page cannot be looked at: " + err.Error()
	}
	return "the page:\n" + seen
}
