// Package requestlog gives each request an id and ties the log to it: the id is in the answer's X-Request-Id and in
// every line that is logged with the request's context.
//
// Its rule: no token, code, cookie or password is logged in clear unless Secrets is set. What a request is shown with is
// an allow-list of parameters; and what a request or its answer carried as a secret is taken out of every line about
// it, wherever an error message may have quoted it.
//
// It refuses an incoming X-Request-Id that is long or has other characters than ids have, and makes its own.
package requestlog
