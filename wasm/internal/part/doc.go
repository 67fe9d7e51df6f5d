// Package part tells the release's build what no page needs before it has a token, and
// some never: it goes into a second file, spa-session-rest.wasm, which is fetched when
// something of it is to run.
//
// [Here] marks where the rest begins. Whatever only marked functions call goes with
// them; web/bundle finds it, with Binaryen's wasm-split.
//
// Its rule: who calls a marked function has asked for the rest before, by
// client.Ports.Rest, and may wait for it. The build refuses a module in which a caller
// never asks. It does not see calls of func values: a marked literal is called only by
// what is marked itself, or has asked. Whoever errs is told by a crash: web/tinygo/seam.js notices.
// Stock Go has one file, and all is there.
package part
