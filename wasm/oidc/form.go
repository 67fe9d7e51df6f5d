package oidc

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Encode writes application/x-www-form-urlencoded, the form of queries and of
// the token request's body (RFC 6749 appendix B).
func (p Params) Encode() string {
	var out strings.Builder
	for i, param := range p {
		if i > 0 {
			out.WriteByte('&')
		}
		escape(&out, param.Name)
		out.WriteByte('=')
		escape(&out, param.Value)
	}
	return out.String()
}

// ParseParams reads a query or a fragment, with or without its leading "?" or
// "#". It keeps duplicates. Where the URL standard mends a bad escape in
// silence, this is an error, and so is what does not decode to UTF-8.
func ParseParams(query string) (Params, error) {
	var params Params
	for _, pair := range pairs(query) {
		name, value, _ := strings.Cut(pair, "=")
		name, err := unescape(name)
		if err != nil {
			return nil, err
		}
		value, err = unescape(value)
		if err != nil {
			return nil, err
		}
		params = append(params, Param{name, value})
	}
	return params, nil
}

// pairs splits a query without decoding it; empty pairs are no pairs.
func pairs(query string) []string {
	if strings.HasPrefix(query, "?") || strings.HasPrefix(query, "#") {
		query = query[1:]
	}
	var all []string
	for _, pair := range strings.Split(query, "&") {
		if pair != "" {
			all = append(all, pair)
		}
	}
	return all
}

const hexDigits = "0123456789ABCDEF"

func escape(out *strings.Builder, text string) {
	for i := range len(text) {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			c == '-', c == '.', c == '_', c == '*':
			out.WriteByte(c)
		case c == ' ':
			out.WriteByte('+')
		default:
			out.WriteByte('%')
			out.WriteByte(hexDigits[c>>4])
			out.WriteByte(hexDigits[c&15])
		}
	}
}

var (
	errEscape = errors.New("a % is not followed by two hexadecimal digits")
	errUTF8   = errors.New("a parameter is not UTF-8")
)

func unescape(text string) (string, error) {
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '+':
			out.WriteByte(' ')
		case '%':
			if i+2 >= len(text) {
				return "", errEscape
			}
			high, low := hexValue(text[i+1]), hexValue(text[i+2])
			if high < 0 || low < 0 {
				return "", errEscape
			}
			out.WriteByte(byte(high<<4 | low))
			i += 2
		default:
			out.WriteByte(text[i])
		}
	}
	if !utf8.ValidString(out.String()) {
		return "", errUTF8
	}
	return out.String(), nil
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
