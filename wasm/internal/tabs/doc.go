// Package tabs is the record that the tabs of one app share: what is known of
// the authorization server's session, and how two versions of it are merged.
//
// Its rule: records are ordered by counted things, never by time, and merging
// takes the greater. That makes merging commutative, associative and idempotent,
// as long as no key is ever given to two records; a transaction round each
// change and a random name per page load see to that.
//
// AskedAt is there so that tabs know of each other's questions: whether the holder
// of the lock is at work or frozen, and that an answer may make a warning, or its
// deadline, moot. A bell with content could not tell it: what is heard there is
// believed by nobody.
//
// It holds no token and no subject: Who is a hash. A stored record is input like
// any other; one that is damaged or implausible is refused by Decode.
package tabs
