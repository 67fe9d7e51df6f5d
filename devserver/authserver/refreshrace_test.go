package authserver_test

import (
	"context"
	"net/http"
	"net/url"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/store"
)

// Fifty requests race for one token: one wins, and its prize is worth nothing, since the others were reuse.
func TestRefreshRace(t *testing.T) {
	tn := newTenant(t)
	b, first := tn.offline(t)
	var wg sync.WaitGroup
	answers := make([]tokenReply, 50)
	for i := range answers {
		wg.Go(func() { answers[i] = b.refresh(t, first) })
	}
	wg.Wait()
	winners := 0
	for _, got := range answers {
		if got.status != http.StatusOK && got.AccessToken+got.RefreshToken+got.IDToken != "" {
			t.Errorf("a loser has tokens: %+v", got)
		}
		if got.status == http.StatusOK {
			winners++
			if got := b.refresh(t, got.RefreshToken); got.status != http.StatusForbidden {
				t.Errorf("the family outlived the reuse: %+v", got)
			}
		}
	}
	if winners != 1 {
		t.Errorf("%d winners, want 1", winners)
	}
	if families, err := tn.RefreshTokens(); err != nil || len(families) != 0 {
		t.Errorf("left behind: %v (%v)", families, err)
	}
}

// Within the leeway all fifty are served, and all by the same successor: tabs that race go on with one token.
func TestRefreshRaceWithinTheLeeway(t *testing.T) {
	tn := newTenant(t, leeway(10*time.Second))
	b, first := tn.offline(t)
	var wg sync.WaitGroup
	answers := make([]tokenReply, 50)
	for i := range answers {
		wg.Go(func() { answers[i] = b.refresh(t, first) })
	}
	wg.Wait()
	for _, got := range answers {
		if got.status != http.StatusOK || got.RefreshToken != answers[0].RefreshToken {
			t.Fatalf("answered %+v, want the successor that another got", got)
		}
	}
	if got := b.refresh(t, answers[0].RefreshToken); got.status != http.StatusOK {
		t.Errorf("the successor: %+v", got)
	}
}

// No request leaves a goroutine behind, whoever wins.
func TestRefreshRaceLeavesNothingRunning(t *testing.T) {
	tn := newTenant(t)
	_, first := tn.offline(t)
	tn.token(url.Values{}) // starts what runs once
	before := runtime.NumGoroutine()
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			tn.token(url.Values{"grant_type": {"refresh_token"}, "client_id": {"storezero"}, "refresh_token": {first}})
		})
	}
	wg.Wait()
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines run, %d before", after, before)
	}
}

// token asks without a network, which would keep connections and their goroutines.
func (tn *tenant) token(form url.Values) {
	postForm(tn.Server, "/oauth/token", form)
}

// replayedStore sends the code once more while its refresh token is being made.
type replayedStore struct {
	*store.Memory
	replay func()
}

func (r *replayedStore) CreateRefreshFamily(ctx context.Context, f store.RefreshFamily) error {
	r.replay()
	return r.Memory.CreateRefreshFamily(ctx, f)
}

// Whoever replays a code may come before its refresh token stands: that is revoked all the same (RFC 6749 section 4.1.2).
func TestCodeReplayedWhileItIsRedeemed(t *testing.T) {
	held := &replayedStore{Memory: store.NewMemory(func() time.Time { return start })}
	tn := newTenant(t, func(c *authserver.Config) { c.Store = held })
	b := tn.browser(t)
	code := b.logIn(t, params("scope", offline)).Get("code")
	held.replay = func() {
		if got := b.exchange(t, code); got.Error != "invalid_grant" {
			t.Errorf("the replay: %+v", got)
		}
	}
	if got := b.exchange(t, code); got.Error != "invalid_grant" || got.RefreshToken != "" {
		t.Errorf("answered %+v", got)
	}
	families, err := tn.RefreshTokens()
	if err != nil || len(families) != 0 {
		t.Errorf("the refresh token lives on: %+v, %v", families, err)
	}
}
