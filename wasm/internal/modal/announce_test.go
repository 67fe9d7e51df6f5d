package modal

import (
	"slices"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// listener plays a screen reader: it keeps what was spoken.
type listener struct {
	announcer *Announcer
	heard     []string
}

func (l *listener) see(s client.Snapshot, left int64, visible bool) {
	if spoken := l.announcer.Next(Model(s, left, English()), left, visible); spoken != "" {
		l.heard = append(l.heard, spoken)
	}
}

func (l *listener) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(l.heard, want) {
		t.Errorf("heard %q\nwant  %q", l.heard, want)
	}
}

func expired() client.Snapshot {
	s := warned()
	to(deadline.Idle)(&s)
	return s
}

const expirySpoken = "Your session may have ended. Log in to continue."

func TestAnnouncerSpeaksAtItsMomentsOnce(t *testing.T) {
	l := &listener{announcer: NewAnnouncer(nil)}
	for left := int64(60_000); left > 0; left -= 250 {
		l.see(warned(), left, true)
	}
	for range 3 {
		l.see(expired(), 0, true)
	}
	l.expect(t, "Your session ends in 30 seconds.", "Your session ends in 20 seconds.",
		"Your session ends in 10 seconds.", expirySpoken)
}

func TestAnnouncerTakesOtherMoments(t *testing.T) {
	l := &listener{announcer: NewAnnouncer([]int64{5, 180})}
	for left := int64(300_000); left > 0; left -= 1000 {
		l.see(warned(), left, true)
	}
	l.expect(t, "Your session ends in 3 minutes.", "Your session ends in 5 seconds.")
}

func TestAnnouncerSaysNothingIfAskedTo(t *testing.T) {
	l := &listener{announcer: NewAnnouncer([]int64{})}
	for left := int64(60_000); left > 0; left -= 1000 {
		l.see(warned(), left, true)
	}
	l.expect(t)
}

func TestAnnouncerAfterAGap(t *testing.T) {
	for _, row := range []struct {
		name  string
		lefts []int64
		want  []string
	}{
		{"several moments missed are one sentence", []int64{60_000, 7_500}, []string{"Your session ends in 8 seconds."}},
		{"opened late, the moments before are gone", []int64{15_000, 14_000}, nil},
		{"opened at a moment, the dialog has said it", []int64{30_000, 29_000}, nil},
		{"clocks that jitter", []int64{31_000, 29_900, 30_100, 29_800}, []string{"Your session ends in 30 seconds."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := &listener{announcer: NewAnnouncer(nil)}
			for _, left := range row.lefts {
				l.see(warned(), left, true)
			}
			l.expect(t, row.want...)
		})
	}
}

func TestAnnouncerIsSilentWhileHidden(t *testing.T) {
	l := &listener{announcer: NewAnnouncer(nil)}
	for left := int64(60_000); left > 0; left -= 1000 {
		l.see(warned(), left, left > 31_000 || left < 15_000)
	}
	l.see(expired(), 0, false)
	l.see(expired(), 0, true)
	l.expect(t, "Your session ends in 10 seconds.")
}

func TestAnnouncerLeavesTheOpeningToTheDialog(t *testing.T) {
	l := &listener{announcer: NewAnnouncer(nil)}
	active := warned()
	to(deadline.Active)(&active)
	l.see(active, 0, true)
	l.see(expired(), 0, true)
	l.expect(t)
}

func TestAnnouncerStartsAnewWithTheNextWarning(t *testing.T) {
	l := &listener{announcer: NewAnnouncer([]int64{30})}
	active := warned()
	to(deadline.Active)(&active)
	for range 2 {
		l.see(warned(), 60_000, true)
		l.see(warned(), 30_000, true)
		l.see(active, 0, true)
	}
	l.expect(t, "Your session ends in 30 seconds.", "Your session goes on.",
		"Your session ends in 30 seconds.", "Your session goes on.")
}

func TestAnnouncerSpeaksWhatBecomesOfAnAttempt(t *testing.T) {
	l := &listener{announcer: NewAnnouncer([]int64{30})}
	asked, broken := warned(), warned()
	asked.Pending = true
	broken.Err = failed("timeout")
	l.see(warned(), 40_000, true)
	for _, left := range []int64{33_000, 32_000} {
		l.see(asked, left, true)
	}
	for _, left := range []int64{31_000, 30_000} {
		l.see(broken, left, true)
	}
	l.see(asked, 29_000, true)
	l.see(broken, 28_000, true)
	asking, tooLong := text(AskingHint), text(ErrorTimeout)
	l.expect(t, asking, tooLong, "Your session ends in 30 seconds.", asking, tooLong)
}

func TestAnnouncerReadsNoBar(t *testing.T) {
	l := &listener{announcer: NewAnnouncer(nil)}
	away := expired()
	away.Dismissed = true
	l.see(expired(), 0, true)
	l.see(away, 0, true)
	l.see(expired(), 0, true)
	l.expect(t)
}

func TestAnnouncerTurnsToALastWarning(t *testing.T) {
	l := &listener{announcer: NewAnnouncer(nil)}
	last := warned()
	last.WarningKind = deadline.KindAbsolute
	l.see(warned(), 50_000, true)
	l.see(last, 40_000, true)
	l.expect(t, text(LastWarningBar))
}
