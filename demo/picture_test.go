package demo_test

import (
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var picture = flag.String("picture", "", "where to leave the README's picture (PNG)")

// TestPicture takes the README's picture: the storefront with the dialog.
func TestPicture(t *testing.T) {
	file := *picture
	if file == "" {
		file = filepath.Join(t.TempDir(), "storefront.png")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	s := openStorefront(t, "/account/orders", 5*time.Minute)
	s.Viewport(1200, 760)
	s.Media("prefers-reduced-motion", "reduce") // nothing fades while the picture is taken
	s.logIn()
	s.Wait(`.order`)
	s.Advance(4*time.Minute + 18*time.Second)
	s.waitDialog("idle-warning")
	s.WaitFor(`document.querySelector('spa-session-dialog').shadowRoot.querySelector('[part~=countdown]').innerText.includes('seconds')`)
	s.Screenshot(file)
	content, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	shot, err := png.DecodeConfig(content)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "the picture's width", shot.Width, 1200)
	want(t, "the picture's height", shot.Height, 760)
}
