// Command bench measures the mock authorization server and writes the figures to devserver/BENCH.md: `make bench`.
//
// Its rules: what is measured runs in a process of its own, over HTTP on loopback, as users meet it; beside it, in the
// same run and under the same load, runs oidc-provider of npm; the bare signature rate of crypto/rsa says what any
// server in Go could reach at best. A goal that is missed is said to be missed. The load comes from the same machine and
// takes its share of the cores, from both servers alike.
//
// It refuses to run without node and npm: figures without a rival beside them tell nothing.
package main
