package browser

import (
	"errors"
	"os"
	"strings"
	"testing"
)

func TestFindChrome(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("named", func(t *testing.T) {
		path, err := findChrome(func(string) string { return self })
		if err != nil || path != self {
			t.Errorf("got %q, %v, want %q", path, err, self)
		}
	})
	t.Run("named wrongly", func(t *testing.T) {
		_, err := findChrome(func(string) string { return "/no/such/browser" })
		if err == nil || !strings.Contains(err.Error(), "CHROME") {
			t.Errorf("got %v, want an error that names CHROME", err)
		}
	})
	t.Run("none", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		_, err := findChrome(func(string) string { return "" })
		if !errors.Is(err, errNoBrowser) || !strings.Contains(err.Error(), "install") {
			t.Errorf("got %v, want what to install", err)
		}
	})
}
