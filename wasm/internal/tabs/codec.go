package tabs

import "errors"

// Version is the shape of a stored record. One with a greater version was left
// by a newer module; it is set aside like a damaged one.
const Version = 1

// Encode gives r as a tree that storage can keep.
func (r Record) Encode() map[string]any {
	return map[string]any{
		"v":          float64(Version),
		"n":          float64(r.Epoch.N),
		"random":     r.Epoch.Random,
		"counter":    float64(r.Counter),
		"tab":        r.Tab,
		"state":      string(r.State),
		"who":        r.Who,
		"sid":        r.Sid,
		"touchN":     float64(r.TouchN),
		"touchedAt":  float64(r.TouchedAt),
		"activityAt": float64(r.ActivityAt),
		"absoluteAt": float64(r.AbsoluteAt),
		"askedAt":    float64(r.AskedAt),
		"silent":     string(r.Silent),
		"salt":       r.Salt,
	}
}

// ErrRecord is what Decode finds wrong with a stored record.
var ErrRecord = errors.New("tabs: the stored record is damaged or of another version; it is set aside")

// Decode reads a stored tree. nil is the zero record: nothing was stored yet.
// Any script of the origin can write it, so everything is checked and bounded.
func Decode(stored any) (Record, error) {
	if stored == nil {
		return Record{}, nil
	}
	tree, ok := stored.(map[string]any)
	if !ok {
		return Record{}, ErrRecord
	}
	d := decoder{tree: tree}
	if d.integer("v") != Version {
		return Record{}, ErrRecord
	}
	r := Record{
		Epoch:      Epoch{N: d.integer("n"), Random: d.text("random")},
		Counter:    d.integer("counter"),
		Tab:        d.text("tab"),
		State:      State(d.text("state")),
		Who:        d.text("who"),
		Sid:        d.text("sid"),
		TouchN:     d.integer("touchN"),
		TouchedAt:  d.integer("touchedAt"),
		ActivityAt: d.integer("activityAt"),
		AbsoluteAt: d.integer("absoluteAt"),
		AskedAt:    d.integer("askedAt"),
		Silent:     Silent(d.text("silent")),
		Salt:       d.text("salt"),
	}
	if d.bad || !r.plausible() {
		return Record{}, ErrRecord
	}
	return r, nil
}

func (r Record) plausible() bool {
	switch r.Silent {
	case SilentUnknown, SilentWorks, SilentBlocked:
	default:
		return false
	}
	switch r.State {
	case Active:
		return r.Epoch.N > 0 && r.Who != "" && r.TouchN > 0 && r.TouchedAt > 0
	case Ended:
		return r.Epoch.N > 0
	case SignedOut, LogoutPending:
		return true
	}
	return false
}

// decoder reads members of a tree and remembers whether any was wrong.
type decoder struct {
	tree map[string]any
	bad  bool
}

// Bounds of what a record may hold: no text of ours is longer, and beyond 2^52
// a number of JavaScript is no longer exact.
const (
	maxText    = 256
	maxInteger = 1 << 52
)

func (d *decoder) text(name string) string {
	s, ok := d.tree[name].(string)
	if !ok || len(s) > maxText {
		d.bad = true
		return ""
	}
	return s
}

func (d *decoder) integer(name string) int64 {
	f, ok := d.tree[name].(float64)
	if !ok || !(f >= 0 && f <= maxInteger) || f != float64(int64(f)) {
		d.bad = true
		return 0
	}
	return int64(f)
}
