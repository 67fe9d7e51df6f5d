//go:build js

// Package browser is the browser as the client's ports see it, one file a
// port; activity has two more, listener and input. What an adapter adds to the platform's own function is what the client
// relies on: requests without credentials or redirects, bodies and messages
// with bounds, frames and locks that end with their context.
//
// Its rules: what a port needs it is given, scope first; a callback never
// blocks; no timer but [NewWake], no clock but [NewNow]. A function that the
// platform cannot do without, and that fails, ends the program: see must.
//
// It refuses to judge: what a message, a record or a signal means is the
// client's to say.
package browser
