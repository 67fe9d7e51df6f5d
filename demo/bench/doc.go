// Command bench measures the client in Chromium, beside auth0-spa-js of npm and beside a bare flow that checks nothing,
// and writes web/docs/bench.md with its chart: `make bench`.
//
// Its rules: the contenders take turns on one machine, with one page, one authorization server and one browser; ours is
// the shipped module with its defaults, session deadlines and dialog included; the files are served as
// devserver/static serves them, compressed by the same brotli. Whether a goal was met is computed, and what was lost is
// said. What the machine does besides falls on all of them alike: the ratios travel better than the times.
//
// It refuses to run without node, npm and Chromium: figures without a peer beside them tell nothing.
package main
