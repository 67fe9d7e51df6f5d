// Package conformance holds tests alone: one for each module of three plans of the OpenID Foundation's conformance suite
// (Basic OP, Config OP and RP-Initiated Logout OP), by its name, against the mock over TLS.
//
// Its rules: a module asks what the suite's module asks, as an independent relying party that verifies tokens by a
// library; where the suite would warn, skip, or let a person look at a screenshot, the expected outcome is data with its
// reason, and another outcome fails. devserver/CONFORMANCE.md is written from the results. It claims no certification:
// only the suite itself, run by its rules, gives one.
package conformance
