// Package gallery looks at the timeout dialog alone: the real dialog, style sheet,
// loader and languages, shown in any state by wasm/internal/modal/gallery on a page
// under the storefront's policy. What it looks at is what only a browser can show:
// accessibility by axe-core, what a screen reader is told, the keyboard, narrow and
// magnified pages, colours. It also makes the pictures of web/docs.
//
// Nothing of it ships. Flows with a server are the tests of package demo.
package gallery
