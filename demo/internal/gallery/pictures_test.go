package gallery

import (
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

var pictures = flag.String("pictures", "", "the folder to leave the documentation's pictures in")

// A cell is the page that one state is taken on, in CSS pixels; a sheet has so many
// of them side by side.
const (
	cellWidth, cellHeight = 480, 360
	columns               = 3
)

// TestPictures makes a sheet for each language: every state, light in one and dark in
// the next.
func TestPictures(t *testing.T) {
	folder := *pictures
	if folder == "" {
		folder = t.TempDir()
	}
	for _, locale := range locales {
		g := open(t, locale)
		g.Viewport(cellWidth, cellHeight)
		g.Run(`document.querySelector('main').hidden = true`) // what lies behind would double the weight
		states := append(dialogs, bars...)
		rows := (len(states) + columns - 1) / columns
		sheet := image.NewPaletted(image.Rect(0, 0, columns*cellWidth, rows*cellHeight), inks())
		for i, state := range states {
			scheme := []string{"light", "dark"}[i%2]
			g.Media("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
			g.show(state)
			cell := image.Rect(0, 0, cellWidth, cellHeight).Add(image.Pt(i%columns*cellWidth, i/columns*cellHeight))
			draw.Draw(sheet, cell, g.picture(), image.Point{}, draw.Src)
		}
		file := filepath.Join(folder, "dialog-"+locale+".png")
		write(t, file, sheet)
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() < 20_000 || info.Size() > 100_000 {
			t.Errorf("%s has %d bytes", file, info.Size())
		}
		g.clean()
	}
}

// picture is what the viewport shows.
func (g gallery) picture() image.Image {
	g.t.Helper()
	file := filepath.Join(g.t.TempDir(), "cell.png")
	g.Screenshot(file)
	content, err := os.Open(file)
	if err != nil {
		g.t.Fatal(err)
	}
	defer content.Close()
	shot, err := png.Decode(content)
	if err != nil {
		g.t.Fatal(err)
	}
	return shot
}

// inks are the colours of the sheets: steps between the ends of each of the dialog's
// own colours, since a sheet of a few colours weighs a fifth.
func inks() color.Palette {
	palette := color.Palette{}
	add := func(from, to [3]float64, steps int) {
		for i := range steps {
			at := float64(i) / float64(steps-1)
			mix := func(c int) uint8 { return uint8(from[c] + (to[c]-from[c])*at) }
			palette = append(palette, color.RGBA{mix(0), mix(1), mix(2), 255})
		}
	}
	white, ink, night, snow := [3]float64{255, 255, 255}, [3]float64{27, 31, 42}, [3]float64{8, 10, 14}, [3]float64{236, 238, 244}
	add(white, ink, 12)
	add(night, snow, 12)
	add([3]float64{53, 84, 209}, white, 8)
	add([3]float64{157, 180, 255}, [3]float64{16, 22, 46}, 8)
	add([3]float64{179, 38, 30}, [3]float64{253, 240, 238}, 4)
	add([3]float64{255, 180, 169}, [3]float64{58, 36, 35}, 4)
	return palette
}

func write(t *testing.T, file string, sheet image.Image) {
	t.Helper()
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(out, sheet); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
