// Package demo is storezero, a small storefront that shows the session helper at work: a catalogue, a cart and a
// checkout that need no login, an account area that does, and a panel that shows the session living and ending.
//
// Its rule: the shop sells whatever becomes of the session. The session module is loaded on the side, and if it,
// its WebAssembly or the authorization server is missing, the page says what failed and goes on.
//
// It has no framework and no build step: site/ holds the files as the browser gets them. Everything runs under the
// module's strict Content Security Policy, so there is no inline script or style and no innerHTML.
// site/session/session.js is all that an app has to write to embed the helper.
//
// The tests drive a real Chromium by internal/browser.
package demo
