//go:build js

package browser

import (
	"errors"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/text"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// NewURL is the URL parser of the browser. base may be empty; then reference
// must be absolute.
func NewURL() func(reference, base string) (oidc.URL, error) { return parseURL }

func parseURL(reference, base string) (oidc.URL, error) {
	args := []any{reference}
	if base != "" {
		args = append(args, base)
	}
	parsed, err := construct("URL", args...)
	if err != nil {
		// Neither the query, which may hold a code, nor the browser's own words,
		// which may hold the query.
		shown, _, _ := strings.Cut(reference, "?")
		shown, _, _ = strings.Cut(shown, "#")
		return oidc.URL{}, errors.New("browser: " + text.Quote(shown) + " is no URL")
	}
	parts, err := parsed.GetStrings("href", "origin", "protocol", "hostname", "pathname", "search", "hash")
	if err != nil {
		return oidc.URL{}, err
	}
	return oidc.URL{
		Href: parts[0], Origin: parts[1], Protocol: parts[2], Hostname: parts[3], Pathname: parts[4], Search: parts[5], Hash: parts[6],
	}, nil
}
