package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

const chartTitle = "Milliseconds, shorter is better"

// What the chart is made of, in pixels.
const (
	chartWidth  = 760
	labelWidth  = 130
	barHeight   = 18
	barGap      = 5
	groupGap    = 44
	chartTop    = 52
	valueWidth  = 70
	chartBottom = 34
)

// colours are of the contenders, in their order: each has 3:1 and more on the card's white.
var colours = []string{"#1d4ed8", "#6d8fe8", "#b45309", "#6b7280"}

// chart is an SVG with the three times that a user meets. Each group has a scale of its own.
func (r results) chart() string {
	groups := []row{}
	for _, row := range r.times() {
		if row.figure == token || row.figure == again || row.figure == renewal {
			groups = append(groups, row)
		}
	}
	groupHeight := len(r.names)*(barHeight+barGap) + groupGap
	height := chartTop + len(groups)*groupHeight + chartBottom
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[2]d" width="%[1]d" height="%[2]d" role="img" aria-label="%[3]s" font-family="system-ui, sans-serif" font-size="13">
<rect width="%[1]d" height="%[2]d" rx="8" fill="#ffffff"/>
<text x="16" y="28" font-size="16" font-weight="600" fill="#111827">%[3]s</text>
`, chartWidth, height, escaped(chartTitle))
	for i, group := range groups {
		r.group(&b, group, chartTop+i*groupHeight)
	}
	where := fmt.Sprintf("Medians of %d rounds, %s, %s, %d cores, %s", r.rounds, r.machine.Date, r.machine.Processor, r.machine.Cores, r.browser)
	if r.machine.Busy >= 1 {
		where += ", WHILE OTHER WORK RAN"
	}
	fmt.Fprintf(&b, `<text x="16" y="%d" font-size="11" fill="#4b5563">%s</text>
</svg>
`, height-14, escaped(where))
	return b.String()
}

// group is the bars of one figure, the longest as long as there is room.
func (r results) group(b *strings.Builder, of row, top int) {
	title, _, _ := strings.Cut(of.title, ", ms")
	fmt.Fprintf(b, `<text x="16" y="%d" font-weight="600" fill="#111827">%s</text>`+"\n", top+14, escaped(title))
	longest := 0.0
	for _, name := range r.names {
		if median := r.of(name, of.figure).median(); median > longest {
			longest = median
		}
	}
	for i, name := range r.names {
		median, y := r.of(name, of.figure).median(), top+24+i*(barHeight+barGap)
		width := 0.0
		if longest > 0 && median > 0 { // neither is true of what was not measured
			width = median / longest * (chartWidth - labelWidth - valueWidth)
		}
		fmt.Fprintf(b, `<text x="16" y="%[1]d" fill="#111827">%[2]s</text><rect x="%[3]d" y="%[4]d" width="%.1[5]f" height="%[6]d" rx="2" fill="%[7]s"/><text x="%.1[8]f" y="%[1]d" fill="#111827">%[9]s</text>`+"\n",
			y+13, escaped(name), labelWidth, y, width, barHeight, colours[i%len(colours)], labelWidth+width+6, number(median, of.digits))
	}
}

func escaped(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic("bench: internal error: " + err.Error()) // a strings.Builder takes everything
	}
	return b.String()
}
