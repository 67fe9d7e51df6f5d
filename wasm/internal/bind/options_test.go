//go:build js

package bind

import (
	"maps"
	"math"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// good are options that are right; rows change one thing.
func good(change map[string]any) map[string]any {
	options := map[string]any{
		"domain":   "tenant.example",
		"clientId": "shop",
		"session":  map[string]any{"idleTimeout": 300},
	}
	maps.Copy(options, change)
	return options
}

func read(t *testing.T, tree map[string]any) (*options, error) {
	t.Helper()
	value, err := jsx.ToJS(tree)
	if err != nil {
		t.Fatal(err)
	}
	page, err := pageURL(browser.NewURL())
	if err != nil {
		t.Fatal(err)
	}
	return readOptions(value, browser.NewURL(), page.Origin+"/lib/spa-session.css")
}

func TestOptionsAndTheirDefaults(t *testing.T) {
	o, err := read(t, good(map[string]any{
		"authorizationParams": map[string]any{"audience": "api", "ui_locales": "fr", "max_age": 60, "organization": jsx.Undefined()},
	}))
	if err != nil {
		t.Fatal(err)
	}
	c := o.config
	if c.Issuer != "https://tenant.example/" || !c.Auth0 || !c.AutoStart || o.modal == nil {
		t.Errorf("issuer %q, Auth0 %t, autoStart %t, modal %v", c.Issuer, c.Auth0, c.AutoStart, o.modal)
	}
	if a := c.Authorization; a.Scope != "openid profile email" || a.Audience != "api" || a.RedirectURI == "" {
		t.Errorf("authorization %+v", a)
	}
	if extra := c.Authorization.Extra; extra.Get("ui_locales") != "fr" || extra.Get("max_age") != "60" || extra.Has("organization") {
		t.Errorf("extra parameters %v", extra)
	}
	l := c.Session.Lifetimes
	if l.Idle != 300_000 || l.Warning != 60_000 || l.Absolute != 0 || !c.Session.ExtendOnActivity {
		t.Errorf("session %+v", c.Session)
	}
	if s := c.Silent; !strings.HasSuffix(s.RedirectURI, "/lib/silent.html") || !strings.HasSuffix(s.PopupURI, "/lib/popup.html") || s.Fallback != client.FallbackRedirect {
		t.Errorf("silent %+v", s)
	}
	if c.Silent.Timeout != 10 || c.Silent.Mode != client.ModeAuto || c.Session.OnIdle != client.IdleRecheck || c.Session.OnSessionEnd != client.EndDialog {
		t.Errorf("defaults: %+v %+v", c.Silent, c.Session)
	}
}

func TestWrongOptionsAreRefusedByName(t *testing.T) {
	for name, change := range map[string]map[string]any{
		"session":                         {"session": jsx.Undefined()},
		"session.idleTimeout":             {"session": map[string]any{"idleTimeout": 119}},
		"session.warningTime":             {"session": map[string]any{"idleTimeout": 300, "warningTime": 19}},
		"session.idelTimeout":             {"session": map[string]any{"idleTimeout": 300, "idelTimeout": 300}},
		"session.onIdle":                  {"session": map[string]any{"idleTimeout": 300, "onIdle": "logout"}},
		"session.landingUrl":              {"session": map[string]any{"idleTimeout": 300, "landingUrl": "https://evil.example/"}},
		"session.landingUrl: got nothing": {"session": map[string]any{"idleTimeout": 300, "onIdle": "redirect"}},
		"crossTab":                        {"crossTab": 1},
		"clientId":                        {"clientId": 7},
		"domain":                          {"issuer": "https://tenant.example/"},
		"silent.timeoutInSeconds":         {"silent": map[string]any{"timeoutInSeconds": 0.5}},
		"silent.mode":                     {"silent": map[string]any{"mode": "fragment"}},
		"silent.redirectUri":              {"silent": map[string]any{"redirectUri": "https://evil.example/silent.html"}},
		"silent.fallback":                 {"silent": map[string]any{"fallback": "frame"}},
		"now":                             {"now": 7},
		"modal.locale":                    {"modal": map[string]any{"locale": 7}},
		"modal.lang":                      {"modal": map[string]any{"lang": "fr"}},
		"onBeforeRedirect":                {"onBeforeRedirect": "save"},
		"authorizationParams.scope":       {"authorizationParams": map[string]any{"scope": true}},
		"authorizationParams.display":     {"authorizationParams": map[string]any{"display": []any{}}},
	} {
		_, err := read(t, good(change))
		if err == nil || inCode(err).Code != client.InvalidOption || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWrongLifetimesAreRefusedByName(t *testing.T) {
	for _, name := range []string{"idleTimeout", "warningTime", "absoluteTimeout"} {
		for _, wrong := range []any{-1, math.NaN(), math.Inf(1), 300.5, "300", 1e300} {
			session := map[string]any{"idleTimeout": 300, name: wrong}
			_, err := read(t, good(map[string]any{"session": session}))
			if err == nil || inCode(err).Code != client.InvalidOption || !strings.Contains(err.Error(), "session."+name) {
				t.Errorf("%s %v: %v", name, wrong, err)
			}
		}
	}
	for name, zero := range map[string]map[string]any{
		"session.idleTimeout": {"idleTimeout": 0},
		"session.warningTime": {"idleTimeout": 300, "warningTime": 0},
	} {
		if _, err := read(t, good(map[string]any{"session": zero})); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v: %v", zero, err)
		}
	}
}

func TestAHoldIsALeaseOfAnHourAtMost(t *testing.T) {
	for _, row := range []struct {
		given any
		want  int64 // milliseconds; 0: refused
	}{
		{map[string]any{}, 300_000},
		{jsx.Undefined(), 300_000},
		{map[string]any{"seconds": 1}, 1000},
		{map[string]any{"seconds": 3600}, 3_600_000},
		{map[string]any{"seconds": 3601}, 0},
		{map[string]any{"seconds": 0}, 0},
		{map[string]any{"seconds": -1}, 0},
		{map[string]any{"seconds": math.NaN()}, 0},
		{map[string]any{"seconds": 0.5}, 0},
		{map[string]any{"seconds": "60"}, 0},
		{map[string]any{"minutes": 5}, 0},
	} {
		value, err := jsx.ToJS(row.given)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readHold(value)
		if row.want == 0 && (err == nil || inCode(err).Code != client.InvalidOption) || row.want != 0 && (err != nil || got != row.want) {
			t.Errorf("%v: %d ms, %v", row.given, got, err)
		}
	}
}

func TestPlainOptionsAreComparedByName(t *testing.T) {
	before, err := read(t, good(nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]map[string]any{
		"":                    {},
		"session.idleTimeout": {"session": map[string]any{"idleTimeout": 301}},
		"session":             {"session": false},
		"modal":               {"modal": false},
		"modal.locale":        {"modal": map[string]any{"locale": "fr"}},
		"autoStart":           {"autoStart": false},
		"crossTab":            {"crossTab": false},
		"session.onIdle":      {"session": map[string]any{"idleTimeout": 300, "onIdle": "recheckOnFocus"}},
		"silent.redirectUri":  {"silent": map[string]any{"redirectUri": "/silent.html"}},
		"silent.fallback":     {"silent": map[string]any{"fallback": "popup"}},
		"silent.mode":         {"silent": map[string]any{"mode": "web_message"}},
		"authorizationParams": {"authorizationParams": map[string]any{"ui_locales": "fr"}},
	} {
		after, err := read(t, good(change))
		if err != nil {
			t.Fatal(name, err)
		}
		if got := after.differs(before); got != name {
			t.Errorf("differs in %q, want %q", got, name)
		}
	}
}

func TestLifetimesThatAreNotGivenStay(t *testing.T) {
	before := deadline.Lifetimes{Idle: 300_000, Warning: 60_000, Absolute: 3600_000}
	for _, row := range []struct {
		given map[string]any
		want  deadline.Lifetimes
	}{
		{map[string]any{}, before},
		{map[string]any{"idleTimeout": 600}, deadline.Lifetimes{Idle: 600_000, Warning: 60_000, Absolute: 3600_000}},
		{map[string]any{"absoluteTimeout": 0, "warningTime": 30}, deadline.Lifetimes{Idle: 300_000, Warning: 30_000}},
	} {
		value, err := jsx.ToJS(row.given)
		if err != nil {
			t.Fatal(err)
		}
		if got := readLifetimes(jsx.Read(value, "options"), before); got != row.want {
			t.Errorf("%v gives %+v", row.given, got)
		}
	}
}
