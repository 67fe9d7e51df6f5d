// Package localca makes the certificate that the dev server shows over https: a leaf for names of this machine, and the
// certificate of the authority that signed it, for browsers and clients to trust.
//
// Its rule: whoever trusts the authority must not regret it. Its key lives only while New runs and is never written;
// critical name constraints (RFC 5280 section 4.2.1.10) bind it to localhost, the names below it and loopback
// addresses; it is for TLS servers alone, signs no other authority, and expires after 30 days.
//
// It refuses every other name and address.
package localca
