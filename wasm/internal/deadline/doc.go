// Package deadline is the machine that decides how near a session is to its
// end: a value that is asked At(now) and told of touches, ends and logouts.
//
// Its rule: only a touch, which the authorization server has confirmed, moves a
// deadline. Input proves that a user is present and never more than that.
//
// It reads no clock and does no I/O. What odd-looking rules are for stands
// beside them; they were found by running the machine against random schedules
// of tabs, sleeping devices and clocks that were set.
package deadline
