package deadline

// MaxHold is how long a hold may last: an hour, in milliseconds. However many
// there are, none speaks for a user who has done nothing for so long.
const MaxHold = 3600_000

// Hold is a lease by which an app vouches for a user who gives no input: one who
// watches a film, or waits for an upload.
type Hold struct {
	Since Instant
	Limit int64 // milliseconds
}

// Over tells whether the lease has run out.
func (h Hold) Over(now Instant) bool { return h.Since.Elapsed(now) >= h.Limit }
