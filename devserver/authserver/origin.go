package authserver

import (
	"net/url"
	"strings"
)

// originOf serializes a URL's origin as a browser does (HTML: "ASCII serialization of an origin"): lower case, and
// without the scheme's default port.
func originOf(u *url.URL) string {
	scheme, host := strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	switch scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host
}

// originOfRegistered is for URIs that come from the configuration, where validateURLs has parsed them.
func originOfRegistered(uri string) string {
	u, err := url.Parse(uri)
	if err != nil {
		return ""
	}
	return originOf(u)
}

// instanceOf turns http://localhost:4400/ into localhost-4400. A path tells two servers on one host apart, too. An IPv6
// address keeps its digits.
func instanceOf(issuer string) string {
	u, err := url.Parse(issuer)
	if err != nil {
		return ""
	}
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, u.Host+u.Path), "-")
}
