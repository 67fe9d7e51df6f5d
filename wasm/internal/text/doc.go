// Package text writes and reads short pieces of text without the tables that strconv
// brings for it: floating-point numbers and what is printable in Unicode weigh 12 KB
// of brotli in the release.
//
// Its rule: what it writes is JSON, what it reads is decimal digits and nothing else.
// It refuses numbers that are not whole; whoever has one lets the browser write it.
package text
