// Package reactapp is an app in React as its developers write it, in app/, and the
// tests that build it with Vite and drive it in Chromium: what they show is the
// adapter web/react.js, from the package as npm has it.
//
// Nothing of it ships. React, Vite and TypeScript come by package npm.
package reactapp
