module github.com/spa-session/spa-session

go 1.26.0

// What ships to the browser.
require github.com/hack-pad/safejs v0.1.0 // JS exceptions as Go errors: the edge of the WebAssembly module

// What the dev server and the build use.
require (
	github.com/andybalholm/brotli v1.2.8 // precompresses what a page loads; the standard library has gzip only
	github.com/evanw/esbuild v0.28.2 // minifies the loader: a parser of JavaScript is nobody's to write again
	github.com/go-jose/go-jose/v4 v4.1.8 // signs and verifies the mock's tokens: JOSE is nobody's to write again
	github.com/goccy/go-yaml v1.19.2 // the configuration: of the YAML libraries the one that keeps line and column of each value
	github.com/gorilla/mux v1.8.1 // routes of the dev server, by method and path
	github.com/pquerna/otp v1.5.0 // one-time codes of RFC 6238: the mock's second factor
)

// What only tests use.
require (
	github.com/chromedp/cdproto v0.159.0 // the DevTools protocol of chromedp, pinned beside it
	github.com/chromedp/chromedp v0.23.0 // drives a real Chromium
	github.com/coreos/go-oidc/v3 v3.21.0 // a referee: an OpenID Connect client that is not ours
	github.com/santhosh-tekuri/jsonschema/v6 v6.0.3 // a referee: what the published schema says of a file
	golang.org/x/oauth2 v0.37.0 // a referee: an OAuth client that is not ours
	golang.org/x/tools v0.51.0 // types of the sources: a test looks for calls that may wait
)

require (
	github.com/BurntSushi/toml v1.4.1-0.20240526193622-a339e1f7089c // indirect
	github.com/boombuler/barcode v1.0.1-0.20190219062509-6c824513bacc // indirect
	github.com/go-json-experiment/json v0.0.0-20260213210345-44df1a37e875 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/mod v0.41.0 // indirect
	golang.org/x/sync v0.23.0 // indirect
	golang.org/x/text v0.14.0 // indirect
	honnef.co/go/tools v0.8.2 // indirect
)

require golang.org/x/sys v0.48.0 // indirect

tool honnef.co/go/tools/cmd/staticcheck // finds what vet does not; pinned with its module
