// Package store keeps what the mock authorization server must remember between two requests: sessions,
// authorization codes, refresh tokens and consents. Memory is the default; whatever else implements Store can take its place.
//
// Its rules: a code is consumed in one atomic step, so that it works once however many requests race for it; a
// session changes in one atomic step, so that two tabs never undo each other's touch. Ids are opaque here: the
// authorization server makes them and alone decides when an entry has expired.
//
// It refuses to grow without limit: a full Memory drops, for each entry that comes, the one that expires first. What a
// request costs does not depend on how many sessions there are, but for the two methods that list them all.
package store
