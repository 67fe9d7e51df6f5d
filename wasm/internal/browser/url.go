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
	var url oidc.URL
	for _, part := range []struct {
		name  string
		field *string
	}{
		{"href", &url.Href},
		{"origin", &url.Origin},
		{"protocol", &url.Protocol},
		{"hostname", &url.Hostname},
		{"pathname", &url.Pathname},
		{"search", &url.Search},
		{"hash", &url.Hash},
	} {
		if *part.field, err = parsed.GetString(part.name); err != nil {
			return oidc.URL{}, err
		}
	}
	return url, nil
}
