//go:build js

package browser

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestURL(t *testing.T) {
	url := NewURL()
	for _, row := range []struct {
		reference, base string
		want            oidc.URL
	}{
		{"HTTPS://As.Example:443/a/../b?c=d#e", "", oidc.URL{
			Href: "https://as.example/b?c=d#e", Origin: "https://as.example", Protocol: "https:",
			Hostname: "as.example", Pathname: "/b", Search: "?c=d", Hash: "#e"}},
		{"../x", "http://localhost:4300/a/b/", oidc.URL{
			Href: "http://localhost:4300/a/x", Origin: "http://localhost:4300", Protocol: "http:",
			Hostname: "localhost", Pathname: "/a/x"}},
		{"//evil.example", "https://app.example/", oidc.URL{
			Href: "https://evil.example/", Origin: "https://evil.example", Protocol: "https:",
			Hostname: "evil.example", Pathname: "/"}},
		{"javascript:alert(1)", "https://app.example/", oidc.URL{
			Href: "javascript:alert(1)", Origin: "null", Protocol: "javascript:", Pathname: "alert(1)"}},
	} {
		got, err := url(row.reference, row.base)
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%q: %+v, %v", row.reference, got, err)
		}
	}
	_, err := url("/callback?code=secret#part", "")
	wantError(t, err, `browser: "/callback" is no URL`)
	_, err = url("x", "not a base")
	wantError(t, err, `browser: "x" is no URL`)
}

func TestJSON(t *testing.T) {
	parse := NewJSON()
	got, err := parse(`{"a": [1, "é", null, true], "__proto__": {}}`)
	want := map[string]any{"a": []any{1.0, "é", nil, true}, "__proto__": map[string]any{}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%#v, %v", got, err)
	}
	for text, want := range map[string]string{
		"":                     "browser: not JSON",
		`{"token": "secret",}`: "browser: not JSON",
		strings.Repeat("[", 17) + strings.Repeat("]", 17): "browser: this JSON is not read: " + strings.Repeat("[0]", 16) +
			": nested too deeply, or in a circle",
	} {
		tree, err := parse(text)
		wantError(t, err, want)
		if tree != nil {
			t.Errorf("%q gave a tree", text)
		}
	}
}

func TestNavigateReplaceKeepsTheState(t *testing.T) {
	page := NewNavigate()
	before := page.Location()
	t.Cleanup(func() {
		if err := page.Replace(before); err != nil {
			t.Error(err)
		}
	})
	eval(t, "history.replaceState({router: 5}, '', '/page?code=1#part')")
	length := tree(t, eval(t, "history.length"))
	if err := page.Replace("/page#part"); err != nil {
		t.Fatal(err)
	}
	if got := page.Location(); got != tree(t, eval(t, "origin + '/page#part'")) {
		t.Errorf("the page is at %s", got)
	}
	if got := tree(t, eval(t, "[history.state, history.length]")); !reflect.DeepEqual(got, []any{map[string]any{"router": 5.0}, length}) {
		t.Errorf("history is %v", got)
	}
	if err := page.Replace("https://elsewhere.example/"); err == nil {
		t.Error("the address of another origin was taken")
	}
}

func TestNavigateAssign(t *testing.T) {
	page := NewNavigate()
	before := page.Location()
	if err := page.Assign("#here"); err != nil { // the one way that does not unload the test
		t.Fatal(err)
	}
	if got := page.Location(); !strings.HasSuffix(got, "#here") {
		t.Errorf("the page is at %s", got)
	}
	if err := page.Replace(before); err != nil {
		t.Fatal(err)
	}
	for _, url := range []string{"javascript:void(globalThis.ran = true)", " java\nscript:void(globalThis.ran = true)", "data:text/html,x", "blob:x"} {
		if err := page.Assign(url); err == nil || !strings.HasPrefix(err.Error(), "browser: the page goes to http and https addresses alone, not to ") {
			t.Errorf("%q: %v", url, err)
		}
	}
	turn(t)
	if eval(t, "globalThis.ran").Type() != 0 {
		t.Error("a script ran")
	}
}
