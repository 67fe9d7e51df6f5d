package browser

import (
	"os"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Viewport sets the size of the page in CSS pixels.
func (tab *Tab) Viewport(width, height int) {
	tab.t.Helper()
	call(tab, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(width), Height: int64(height), DeviceScaleFactor: 1,
	})
}

// Media sets media features by name and value in turn: Media("prefers-color-scheme", "dark"). It replaces those
// that were set before.
func (tab *Tab) Media(namesAndValues ...string) {
	tab.t.Helper()
	if len(namesAndValues)%2 != 0 {
		tab.t.Fatal("browser: Media takes names and values in turn")
	}
	var features []*emulation.MediaFeature
	for i := 0; i < len(namesAndValues); i += 2 {
		features = append(features, &emulation.MediaFeature{Name: namesAndValues[i], Value: namesAndValues[i+1]})
	}
	call(tab, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// Screenshot writes what the viewport shows into a PNG file, once pictures are there and nothing moves any more.
func (tab *Tab) Screenshot(file string) {
	tab.t.Helper()
	tab.WaitFor(`[...document.images].every(image => image.complete)`)
	tab.WaitFor(`document.getAnimations().every(animation => animation.playState !== 'running' ||
		animation.effect.getComputedTiming().endTime === Infinity)`)
	png, err := chromedp.Run(tab.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		tab.t.Fatalf("browser: taking a picture: %v", err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		tab.t.Fatalf("browser: %v", err)
	}
}
