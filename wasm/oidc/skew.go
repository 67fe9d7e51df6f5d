package oidc

// maxSkewMS is how far the local clock may be off: a day, the largest mistake of
// a time zone or of a date typed in.
const maxSkewMS = 24 * 60 * 60 * 1000

// Skew is the server's clock minus the local one, in milliseconds. iat is that of
// an ID token whose signature was verified, in seconds; localMidFlightMS is the
// local time half way between sending the token request and having its answer.
// (The Date header would be simpler, but no page may read it across origins.)
// Beyond a day it is an [*Error] of ClockUnusable: deadlines would mean nothing.
func Skew(iat, localMidFlightMS int64) (skewMS int64, err error) {
	skewMS = iat*1000 - localMidFlightMS
	if skewMS > maxSkewMS || skewMS < -maxSkewMS {
		return 0, refuse(ClockUnusable,
			"this device's clock and the authorization server's differ by more than a day: set the clock")
	}
	return skewMS, nil
}
