package authserver_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/store"
)

var errDisk = errors.New("the disk is on fire")

// brokenStore fails on everything but what its Memory is still asked for.
type brokenStore struct {
	*store.Memory
	broken bool
}

func (b *brokenStore) Session(ctx context.Context, id string) (store.Session, error) {
	if b.broken {
		return store.Session{}, errDisk
	}
	return b.Memory.Session(ctx, id)
}

func (b *brokenStore) UpdateSession(ctx context.Context, id string, change func(*store.Session) error) (store.Session, error) {
	if b.broken {
		return store.Session{}, errDisk
	}
	return b.Memory.UpdateSession(ctx, id, change)
}

func (b *brokenStore) DeleteSession(ctx context.Context, id string) error {
	if b.broken {
		return errDisk
	}
	return b.Memory.DeleteSession(ctx, id)
}

func (b *brokenStore) ConsumeCode(ctx context.Context, value string) (store.Code, error) {
	if b.broken {
		return store.Code{}, errDisk
	}
	return b.Memory.ConsumeCode(ctx, value)
}

// A fault of the server is a 500 whose cause only the log tells; nobody is told that they are logged out.
func TestStoreFailure(t *testing.T) {
	for _, tc := range []struct {
		name string
		ask  func(*testing.T, *browser, string) reply
	}{
		{"silent", func(t *testing.T, b *browser, _ string) reply { return b.authorize(t, silent()) }},
		{"login", func(t *testing.T, b *browser, id string) reply { return b.post(t, "/login", credentials(id)) }},
		{"login page", func(t *testing.T, b *browser, id string) reply { return b.get(t, "/login?interaction="+id) }},
		{"token", func(t *testing.T, b *browser, _ string) reply { return b.post(t, "/oauth/token", tokenForm("code")) }},
		{"/v2/logout", func(t *testing.T, b *browser, _ string) reply { return b.get(t, "/v2/logout") }},
		{"/oidc/logout", func(t *testing.T, b *browser, _ string) reply { return b.get(t, "/oidc/logout") }},
		{"confirmed logout", func(t *testing.T, b *browser, id string) reply {
			return b.post(t, "/oidc/logout/confirm", url.Values{"interaction": {id}})
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			broken := &brokenStore{}
			tn := newTenant(t, func(c *authserver.Config) {
				broken.Memory = store.NewMemory(c.Now)
				c.Store = broken
			})
			b, _ := tn.loggedIn(t)
			_, interaction := b.loginPage(t, params("prompt", "login"))
			broken.broken = true
			resp := tc.ask(t, b, interaction)
			if resp.StatusCode != http.StatusInternalServerError || strings.Contains(resp.body, errDisk.Error()) {
				t.Errorf("status %d, body %q", resp.StatusCode, resp.body)
			}
			if strings.Contains(resp.body, "login_required") || !strings.Contains(tn.log.String(), errDisk.Error()) {
				t.Errorf("body %q, log %s", resp.body, tn.log)
			}
		})
	}
}

func TestRandomFailure(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Random = iotest.ErrReader(errDisk) })
	if resp := tn.browser(t).authorize(t, params()); resp.StatusCode != http.StatusInternalServerError {
		t.Errorf("status %d: an id without randomness is worse than none", resp.StatusCode)
	}
}
