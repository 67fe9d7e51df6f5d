// Package modal is the timeout dialog of design section 8.
//
// What is to be seen and said is decided in plain Go: Model turns a snapshot into
// a View, an Announcer turns views into what a screen reader speaks. The files
// tagged js bring a View to the page and its clicks back: a <dialog> shown by
// showModal() in the open shadow root of <spa-session-dialog>, since only then
// the browser itself makes the page behind it inert and keeps the focus inside.
//
// It decides nothing about the session: it reads snapshots and asks by Actions.
// In the release all of it is in the second file of the module (see package part): so
// each literal here is marked.
//
// It makes no markup from text and sets no style, so it runs under a policy of
// default-src 'self' and require-trusted-types-for 'script'. It refuses to close
// while the state asks for it, except where the user may put it away.
package modal
