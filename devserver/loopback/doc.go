// Package loopback is how every origin of the dev server listens: on this machine alone, by both of its addresses.
// It is a room of its own because each origin needs it, and because it guards them all: main and tests cannot forget
// a check that sits where the requests come in.
//
// Its rules: 127.0.0.1 and ::1 are bound together, since a browser takes either for localhost, and a stranger on the
// one would get half of the requests; a port that is taken fails the start; every request names a host that was
// allowed (DNS rebinding: a page of a foreign name that resolves to 127.0.0.1 is same-origin with itself, not with
// us, and only its Host header tells).
//
// It refuses to listen on any other address.
package loopback
