package browser_test

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/spa-session/spa-session/demo/internal/browser"
)

func TestScreenshot(t *testing.T) {
	tab := open(t, `<style>
		body { margin: 0; background: rgb(255, 0, 0); animation: fade 300ms linear forwards }
		@keyframes fade { to { background: rgb(0, 0, 255) } }
		@media (prefers-color-scheme: dark) { body { animation: none; background: rgb(0, 255, 0) } }
	</style>`)
	tab.Viewport(320, 200)
	want(t, "light, at the end of the animation", colourOf(t, tab), [3]uint32{0, 0, 0xffff})
	tab.Media("prefers-color-scheme", "dark")
	want(t, "dark", colourOf(t, tab), [3]uint32{0, 0xffff, 0})
}

// colourOf takes a picture of 320 by 200 pixels and returns the red, green and blue of its middle.
func colourOf(t *testing.T, tab *browser.Tab) [3]uint32 {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.png")
	tab.Screenshot(file)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 320 || size.Y != 200 {
		t.Errorf("the picture has %v pixels, want (320,200)", size)
	}
	r, g, b, _ := picture.At(160, 100).RGBA()
	return [3]uint32{r, g, b}
}
