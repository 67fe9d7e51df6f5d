package control_test

import (
	"net/http"
	"strings"
	"testing"
)

// What a snapshot held is good again after it was restored, any number of times; what came later is gone.
func TestSnapshotRestoreReset(t *testing.T) {
	m := newMock(t)
	before := m.mint(t)
	var snapshot struct{ ID string }
	if status := m.call(t, "POST", "snapshots", "{}", &snapshot); status != http.StatusCreated {
		t.Fatalf("snapshot: status %d", status)
	}
	for range 2 {
		after := m.mint(t)
		m.call(t, "DELETE", "sessions/"+before.Session.ID, "", nil)
		if page := m.silently(t, before); !strings.Contains(page, "login_required") {
			t.Fatalf("ended, the session answers %s", page)
		}
		if status := m.call(t, "POST", "snapshots/"+snapshot.ID+"/restore", "{}", nil); status != http.StatusNoContent {
			t.Fatalf("restore: status %d", status)
		}
		if page := m.silently(t, before); !strings.Contains(page, `"code":`) {
			t.Errorf("restored, the session answers %s", page)
		}
		if page := m.silently(t, after); !strings.Contains(page, "login_required") {
			t.Errorf("a session from after the snapshot answers %s", page)
		}
	}
	m.call(t, "POST", "faults", `{"endpoint": "/authorize", "status": 503}`, nil)
	if status := m.call(t, "POST", "reset", "{}", nil); status != http.StatusNoContent {
		t.Fatalf("reset: status %d", status)
	}
	if page := m.silently(t, before); !strings.Contains(page, "login_required") {
		t.Errorf("after the reset: %s", page)
	}
	if status := m.call(t, "POST", "snapshots/99/restore", "{}", nil); status != http.StatusNotFound {
		t.Errorf("no such snapshot: status %d", status)
	}
}

func TestOldestSnapshotGivesWay(t *testing.T) {
	m := newMock(t)
	for range 21 {
		m.call(t, "POST", "snapshots", "{}", nil)
	}
	for id, want := range map[string]int{"1": http.StatusNotFound, "2": http.StatusNoContent, "21": http.StatusNoContent} {
		if status := m.call(t, "POST", "snapshots/"+id+"/restore", "{}", nil); status != want {
			t.Errorf("snapshot %s: status %d, want %d", id, status, want)
		}
	}
}
