package text_test

import (
	"encoding/json"
	"strconv"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/text"
)

func TestQuoteIsJSON(t *testing.T) {
	for _, s := range []string{"", "plain", `a "b" \c`, "line\nand\ttab\x00\x1f\x7f", "größer 漢字 😀", "</script>"} {
		var back string
		if err := json.Unmarshal([]byte(text.Quote(s)), &back); err != nil || back != s {
			t.Errorf("Quote(%q) = %s, read back as %q, %v", s, text.Quote(s), back, err)
		}
	}
}

func TestQuoteKeepsToOneLine(t *testing.T) {
	if got, want := text.Quote("a\nb\"\\\x7f"), `"a\u000ab\"\\\u007f"`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestWhole(t *testing.T) {
	for _, s := range []string{"0", "7", "007", "1700000000000", "999999999999999999"} {
		want, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := text.Whole(s); !ok || got != want {
			t.Errorf("Whole(%q) = %d, %t", s, got, ok)
		}
	}
	for _, s := range []string{"", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "١", "1000000000000000000"} {
		if got, ok := text.Whole(s); ok {
			t.Errorf("Whole(%q) = %d, want it refused", s, got)
		}
	}
}
