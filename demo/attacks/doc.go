// Package attacks holds tests alone: what a hostile page in the developer's own browser tries against the dev server,
// one attack a file, with a real Chromium and the dev server as a process of its own.
//
// Any page can reach loopback. It must neither read what the servers know, nor change anything there, nor come by
// somebody's session.
package attacks
