package control

import (
	"fmt"
	"net/http"
	"time"
)

// clockChange is one of: a move, an instant, a stop or a start, the way back to real time.
type clockChange struct {
	Real           bool       `json:"real"`
	AdvanceSeconds int64      `json:"advance_seconds"`
	Set            *time.Time `json:"set"`
	Frozen         *bool      `json:"frozen"`
}

// Beyond these years a token's lifetime, or an instant in JSON, might end up where neither can be told any more.
const (
	firstYear = 1970
	lastYear  = 2200
)

func showClock(clock *Clock) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, struct {
			Now    time.Time `json:"now"`
			Frozen bool      `json:"frozen"`
		}{clock.Now(), clock.Frozen()})
	}
}

// changeClock answers with the clock as it then is. It can go back, too: what a client does about that is worth a test.
func changeClock(clock *Clock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var change clockChange
		if !decode(w, r, &change, `{"advance_seconds": 60}, {"set": "2026-11-21T12:00:00Z"}, {"frozen": true} or {"real": true}`) {
			return
		}
		if change.AdvanceSeconds > maxSeconds || change.AdvanceSeconds < -maxSeconds {
			writeError(w, http.StatusBadRequest, "invalid_request", "advance_seconds is more than ten years")
			return
		}
		target := clock.Now()
		if change.Set != nil {
			target = *change.Set
		}
		target = target.Add(time.Duration(change.AdvanceSeconds) * time.Second)
		if year := target.UTC().Year(); year < firstYear || year > lastYear {
			writeError(w, http.StatusBadRequest, "invalid_request", fmt.Sprintf("the clock goes from %d to %d", firstYear, lastYear))
			return
		}
		if change.Real {
			clock.SetPosition(Position{})
		}
		if change.Frozen != nil {
			clock.Freeze(*change.Frozen)
		}
		if change.Set != nil {
			clock.Set(*change.Set)
		}
		clock.Advance(time.Duration(change.AdvanceSeconds) * time.Second)
		showClock(clock)(w, r)
	}
}
