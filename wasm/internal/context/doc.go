// Package context is what a module without a clock needs of the standard package of
// that name: cancellation, with a cause. A context says that what was asked for is no
// longer wanted; whoever waits listens to Done.
//
// Its rule: what bears the name of something standard means the same, and every
// standard context can be a parent, or take the place of one of ours.
//
// It refuses deadlines, which Go's timers would keep: time comes from ports. They are
// also what the standard package costs. Its interface names time.Time, whose printing
// and time zones are linked with it: 17 KB of brotli by stock Go, 5 by TinyGo.
package context
