package oidc

import "strings"

// URL is a parsed absolute URL; its fields are what the URL standard's API
// calls by these names (https://url.spec.whatwg.org/#api). Parsing is the
// browser's: a second parser that disagrees with it in a corner is a hole.
type URL struct {
	Href     string // the whole, normalised
	Origin   string // "https://as.example", without a path; "null" if opaque
	Protocol string // with its colon: "https:"
	Hostname string // lower case, without port; IPv6 in brackets
	Pathname string
	Search   string // with its "?", or empty
	Hash     string // with its "#", or empty
}

// Loopback tells whether the host can be this machine alone: localhost and the
// names below it (RFC 6761 6.3), 127.0.0.0/8 and [::1]. A name is not looked up.
func (u URL) Loopback() bool {
	host := u.Hostname
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "[::1]" || loopbackIPv4(host)
}

// Secure tells whether tokens may travel there: https, or http that does not
// leave the machine.
func (u URL) Secure() bool {
	return u.Protocol == "https:" || u.Protocol == "http:" && u.Loopback()
}

// loopbackIPv4 wants all four decimal parts, as the URL standard writes them:
// "127.example.com" begins alike and is anybody's.
func loopbackIPv4(host string) bool {
	parts := strings.Split(host, ".")
	if len(parts) != 4 || parts[0] != "127" {
		return false
	}
	for _, part := range parts {
		if !decimalOctet(part) {
			return false
		}
	}
	return true
}

// decimalOctet wants 0 to 255 without a leading zero, which some would read as
// octal. (strconv.Atoi, for its errors, brings tables to the shipped module.)
func decimalOctet(text string) bool {
	if text == "" || len(text) > 3 || len(text) > 1 && text[0] == '0' {
		return false
	}
	number := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
		number = number*10 + int(text[i]-'0')
	}
	return number <= 255
}
