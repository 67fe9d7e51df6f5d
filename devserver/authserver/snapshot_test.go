package authserver_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/store"
)

// Settings and users are part of a snapshot, refresh tokens too.
func TestSnapshotHoldsTheTenant(t *testing.T) {
	tn := newTenant(t)
	b, token := tn.offline(t)
	snapshot, err := tn.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	tn.setLimits(t, time.Hour, time.Hour)
	if err := tn.DeleteUser("auth0|ada"); err != nil {
		t.Fatal(err)
	}
	if err := tn.Restore(snapshot); err != nil {
		t.Fatal(err)
	}
	if got := tn.Settings().Sessions.Idle; got != 300*time.Second {
		t.Errorf("idle limit %v", got)
	}
	if got := b.refresh(t, token); got.status != 200 {
		t.Errorf("the refresh token: %+v", got)
	}
	if err := tn.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := b.silently(t); got.Error != "login_required" || len(tn.Users()) != 2 {
		t.Errorf("after the reset: %+v, users %v", got, tn.Users())
	}
	if err := tn.Restore(authserver.Snapshot{}); err == nil {
		t.Error("nothing was restored without an error")
	}
}

// foreignStore hides that Memory keeps snapshots.
type foreignStore struct{ store.Store }

func TestForeignStoreHasNoSnapshots(t *testing.T) {
	tn := newTenant(t, func(c *authserver.Config) { c.Store = foreignStore{store.NewMemory(c.Now)} })
	if _, err := tn.Snapshot(); !errors.Is(err, authserver.ErrNoSnapshots) {
		t.Errorf("Snapshot: %v", err)
	}
	if err := tn.Reset(); !errors.Is(err, authserver.ErrNoSnapshots) {
		t.Errorf("Reset: %v", err)
	}
}
