package client_test

import (
	"errors"
	"maps"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/client/clienttest"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// spoilt are records that no tab of this version has written. Whoever believed one
// would sign its user out, or take them for another.
var spoilt = map[string]func(before any) any{
	"a text":          func(any) any { return "active" },
	"an empty tree":   func(any) any { return map[string]any{} },
	"a newer version": member("v", 2.0),
	"no user":         member("who", ""),
	"another state":   member("state", "warning"),
	"no epoch":        member("n", 0.0),
	"a fraction":      member("touchN", 1.5),
	"beyond integers": member("counter", math.Pow(2, 60)),
	"a text as time":  member("touchedAt", "yesterday"),
	"a long text":     member("tab", strings.Repeat("x", 10_000)),
}

func member(name string, value any) func(before any) any {
	return func(before any) any {
		r := maps.Clone(before.(map[string]any))
		r["counter"] = r["counter"].(float64) + 1
		if name != "who" && name != "n" { // signed out before any login is right
			r["state"] = "signedOut"
		}
		r[name] = value
		return r
	}
}

// A record that is damaged, newer or implausible is set aside: a tab goes on with
// what it knows, a page that is opened asks the server, and the next change puts
// a good one in its place.
func TestASpoiltRecordIsSetAside(t *testing.T) {
	for name, spoil := range spoilt {
		t.Run(name, func(t *testing.T) {
			inWorld(t, time.Hour, func(t *testing.T, w *world) {
				a := w.in(deadline.Active)
				w.another().put(spoil)
				a.want(deadline.Active)
				b := w.open(w.browser.Open(shop + "/"))
				b.want(deadline.Active)
				w.pass(31 * time.Second)
				a.tab.Signal(client.Input)
				a.want(deadline.Active)
				b.want(deadline.Active)
				if n := w.silent(); n > 3 { // b at load, one of the two that learns of the other's epoch, and the touch
					t.Errorf("%d silent requests", n)
				}
				if r, isRecord := w.browser.Stored().(map[string]any); !isRecord || r["v"] != 1.0 || r["state"] != "active" {
					t.Errorf("the record is %v", w.browser.Stored())
				}
				loggedOut(w, a)
				b.want(deadline.SignedOut)
			})
		})
	}
}

// A record cannot put the deadline off by more than one idle time, whatever century
// it dates its touch to.
func TestATouchToComeIsTakenAsNow(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		p := w.in(deadline.Active)
		w.another().write(func(r stored) {
			r["touchN"] = r["touchN"].(float64) + 1
			for _, instant := range []string{"touchedAt", "activityAt", "askedAt"} {
				r[instant] = r[instant].(float64) + float64(100*365*24*time.Hour/time.Millisecond)
			}
		})
		p.want(deadline.Active)
		if left := p.Snapshot().IdleDeadline - time.Now().UnixMilli(); left != 120_000 {
			t.Errorf("the deadline is %d ms away", left)
		}
		w.pass(61 * time.Second)
		p.want(deadline.Warning)
		w.pass(60 * time.Second)
		p.want(deadline.Idle)
		w.asked(0)
	})
}

// storeThrows is a browser in which storage is switched off.
type storeThrows struct{}

var errSwitchedOff = errors.New("the operation is insecure")

func (storeThrows) Get(client.Area, string) (string, bool, error) { return "", false, errSwitchedOff }
func (storeThrows) Set(client.Area, string, string) error         { return errSwitchedOff }
func (storeThrows) Remove(client.Area, string) error              { return errSwitchedOff }
func (storeThrows) Keys(client.Area) ([]string, error)            { return nil, errSwitchedOff }

// Where storage throws a login needs a popup, and the tab is on its own.
func TestWhereStorageThrowsATabIsOnItsOwn(t *testing.T) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		w.ports = func(p *client.Ports) { p.Record, p.Store = refusing{}, storeThrows{} }
		p := w.visitor(email, password)
		p.want(deadline.SignedOut)
		if err := p.LoginWithRedirect(t.Context(), client.LoginOptions{}); code(err) != client.StorageUnavailable {
			t.Errorf("a login that cannot be kept: %v", err)
		}
		_, err := p.LoginWithPopup(t.Context(), client.LoginOptions{}, client.PopupOptions{})
		failIf(t, err)
		p.want(deadline.Active)
		w.pass(61 * time.Second)
		p.want(deadline.Warning)
		failIf(t, p.ContinueSession(t.Context()))
		p.want(deadline.Active)
		w.pass(121 * time.Second)
		p.want(deadline.Idle)
		loggedOut(w, p)
		p.want(deadline.SignedOut)
	})
}

func TestWrongLifetimesAreRefusedByName(t *testing.T) {
	parse := func(text string) (oidc.URL, error) {
		return clienttest.NewBrowser(&clienttest.Network{}).Open(shop+"/").Ports().URL(text, "")
	}
	page, err := parse(shop + "/")
	failIf(t, err)
	for _, row := range []struct {
		name      string
		lifetimes deadline.Lifetimes
		option    string
	}{
		{"right", deadline.Lifetimes{Idle: 120_000, Warning: 60_000, Absolute: 60_000}, ""},
		{"no idle time", deadline.Lifetimes{Warning: 60_000}, "session.idleTimeout"},
		{"negative idle time", deadline.Lifetimes{Idle: -300_000, Warning: 60_000}, "session.idleTimeout"},
		{"under twice the warning", deadline.Lifetimes{Idle: 119_999, Warning: 60_000}, "session.idleTimeout"},
		{"no warning", deadline.Lifetimes{Idle: 300_000}, "session.warningTime"},
		{"negative warning", deadline.Lifetimes{Idle: 300_000, Warning: -60_000}, "session.warningTime"},
		{"too short a warning", deadline.Lifetimes{Idle: 300_000, Warning: 19_999}, "session.warningTime"},
		{"negative absolute time", deadline.Lifetimes{Idle: 300_000, Warning: 60_000, Absolute: -1}, "session.absoluteTimeout"},
		{"absolute time within the warning", deadline.Lifetimes{Idle: 300_000, Warning: 60_000, Absolute: 59_999}, "session.absoluteTimeout"},
	} {
		c := config(func(c *client.Config) { c.Session.Lifetimes = row.lifetimes })
		err := c.Check(parse, page)
		if row.option == "" {
			failIf(t, err)
		} else if code(err) != client.InvalidOption || !strings.Contains(err.Error(), row.option+":") {
			t.Errorf("%s: %v", row.name, err)
		}
	}
}
