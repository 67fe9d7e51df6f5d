package modal

// Announcer says what the live region of the dialog speaks. A countdown that
// spoke each second would drown everything else a screen reader has to say, so
// it speaks at a few moments, once each, and is silent in between.
type Announcer struct {
	at []int64 // milliseconds

	shown  bool // a dialog stands
	kind   Kind
	left   int64 // the least that was seen of this kind: clocks jitter
	status string
}

// NewAnnouncer speaks the countdown when it reaches each of the given seconds,
// in any order; nil stands for 30, 20 and 10.
func NewAnnouncer(at []int64) *Announcer {
	if at == nil {
		at = []int64{30, 20, 10}
	}
	a := &Announcer{at: make([]int64, len(at))}
	for i, seconds := range at {
		a.at[i] = seconds * 1000
	}
	return a
}

// Next is what to speak now that v stands with left milliseconds to go; "" is
// nothing. A dialog that opens is spoken by its name and description, and a bar
// replaces one that the user has just read: neither is spoken here. What happens
// while the page is not visible is not made up for later.
func (a *Announcer) Next(v View, left int64, visible bool) string {
	before := *a
	a.shown, a.kind, a.status = v.Form == FormDialog, v.Kind, v.status()
	a.left = left
	if a.kind == before.kind {
		a.left = min(left, before.left)
	}
	switch {
	case !visible, !before.shown, v.Form == FormBar:
		return ""
	case a.kind != before.kind:
		return sentences(v.Spoken, a.status)
	}
	news, countdown := "", ""
	if a.status != before.status {
		news = a.status
	}
	if a.crossed(before.left) {
		countdown = v.Countdown
	}
	return sentences(news, countdown)
}

// sentences puts two texts together, either of which may be missing.
func sentences(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + " " + second
}

// crossed tells whether one of the moments lies between before and now.
func (a *Announcer) crossed(before int64) bool {
	for _, at := range a.at {
		if a.left <= at && at < before {
			return true
		}
	}
	return false
}
