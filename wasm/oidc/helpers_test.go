package oidc_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

// parseJSON is the host's parser; it makes the same trees as the browser's.
func parseJSON(text string) (any, error) {
	var tree any
	err := json.Unmarshal([]byte(text), &tree)
	return tree, err
}

// tree is a JSON literal, parsed.
func tree(t testing.TB, literal string) any {
	t.Helper()
	parsed, err := parseJSON(literal)
	if err != nil {
		t.Fatalf("the test's own JSON is broken: %v\n%s", err, literal)
	}
	return parsed
}

// object is a JSON object with one deviation: a JSON merge patch (RFC 7396),
// whose null members take members away.
func object(t testing.TB, good, deviation string) map[string]any {
	t.Helper()
	return merge(tree(t, good), tree(t, deviation)).(map[string]any)
}

func merge(target, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	merged, ok := target.(map[string]any)
	if !ok {
		merged = map[string]any{}
	}
	for name, value := range changes {
		if value == nil {
			delete(merged, name)
			continue
		}
		merged[name] = merge(merged[name], value)
	}
	return merged
}

func testdata(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parseURL is the host's parser, as strict as the URL standard's: no base, so
// no relative URL.
func parseURL(text string) (oidc.URL, error) {
	parsed, err := url.Parse(text)
	if err != nil {
		return oidc.URL{}, err
	}
	if parsed.Scheme == "" || parsed.Host == "" {
		return oidc.URL{}, errors.New("not an absolute URL")
	}
	result := oidc.URL{
		Href:     parsed.String(),
		Origin:   parsed.Scheme + "://" + parsed.Host,
		Protocol: parsed.Scheme + ":",
		Hostname: strings.ToLower(parsed.Hostname()),
		Pathname: parsed.EscapedPath(),
	}
	if strings.Contains(result.Hostname, ":") {
		result.Hostname = "[" + result.Hostname + "]"
	}
	if parsed.RawQuery != "" {
		result.Search = "?" + parsed.RawQuery
	}
	if parsed.Fragment != "" {
		result.Hash = "#" + parsed.EscapedFragment()
	}
	return result, nil
}

// wantError wants an *oidc.Error of code whose text says every one of words. No
// code means no error.
func wantError(t testing.TB, err error, code oidc.Code, words ...string) {
	t.Helper()
	if code == "" {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	var refused *oidc.Error
	if !errors.As(err, &refused) {
		t.Errorf("error is %v, want code %s", err, code)
		return
	}
	if refused.Code != code {
		t.Errorf("code is %s, want %s (%v)", refused.Code, code, err)
	}
	for _, word := range words {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("error %q does not say %q", err, word)
		}
	}
}

func base64url(data string) string { return base64.RawURLEncoding.EncodeToString([]byte(data)) }

// compact makes a token of JSON literals. Its signature is not one.
func compact(header, payload string) string {
	return base64url(header) + "." + base64url(payload) + "." + base64url("not a signature")
}
