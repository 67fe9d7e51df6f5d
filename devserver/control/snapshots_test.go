package control_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
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

// The clock is put back to where it stood from real time, or to the instant at which it stood still; the reset lets it
// show real time.
func TestSnapshotsHoldTheClock(t *testing.T) {
	m := newMock(t)
	ids := make([]string, 2)
	for i, change := range []string{`{"advance_seconds": 3600}`, `{"frozen": true}`} {
		m.call(t, "POST", "clock", change, nil)
		var taken struct{ ID string }
		m.call(t, "POST", "snapshots", "{}", &taken)
		ids[i] = taken.ID
	}
	m.call(t, "POST", "clock", `{"advance_seconds": 60}`, nil)
	for i, frozen := range []bool{false, true} {
		m.call(t, "POST", "snapshots/"+ids[i]+"/restore", "{}", nil)
		if !m.clock.Now().Equal(start.Add(time.Hour)) || m.clock.Frozen() != frozen {
			t.Errorf("restored, the clock shows %v, frozen %t", m.clock.Now(), m.clock.Frozen())
		}
	}
	m.call(t, "POST", "reset", "{}", nil)
	if !m.clock.Now().Equal(start) || m.clock.Frozen() {
		t.Errorf("reset, the clock shows %v, frozen %t", m.clock.Now(), m.clock.Frozen())
	}
	m.call(t, "POST", "clock", `{"advance_seconds": 60}`, nil)
	m.call(t, "POST", "clock", `{"real": true}`, nil)
	if !m.clock.Now().Equal(start) {
		t.Errorf("back to real time, the clock shows %v", m.clock.Now())
	}
}

// Requests, faults and the sessions at the identity provider come back, and go with a reset.
func TestSnapshotsHoldTheRest(t *testing.T) {
	m := newMock(t)
	m.logInAtIdP(t)
	m.silently(t, m.mint(t))
	m.call(t, "POST", "faults", `{"endpoint": "/userinfo", "status": 503}`, nil)
	m.call(t, "POST", "snapshots", "{}", nil)
	want := m.counts(t)
	if want != [3]int{1, 1, 1} {
		t.Fatalf("requests, faults, sessions there: %v", want)
	}
	m.silently(t, m.mint(t))
	m.call(t, "DELETE", "faults", "", nil)
	m.call(t, "DELETE", "idp/sessions/1906", "", nil)
	if got := m.counts(t); got != [3]int{2, 0, 0} {
		t.Fatalf("changed: %v", got)
	}
	m.call(t, "POST", "snapshots/1/restore", "{}", nil)
	if got := m.counts(t); got != want {
		t.Errorf("restored: %v, want %v", got, want)
	}
	m.call(t, "POST", "reset", "{}", nil)
	if got := m.counts(t); got != [3]int{} {
		t.Errorf("reset: %v", got)
	}
	var listed struct {
		Snapshots []struct {
			ID    string
			Taken time.Time `json:"taken_at"`
		}
	}
	if m.call(t, "GET", "snapshots", "", &listed); len(listed.Snapshots) != 1 || listed.Snapshots[0].ID != "1" || !listed.Snapshots[0].Taken.Equal(start) {
		t.Errorf("after the reset, snapshots %+v", listed)
	}
}

// counts are of requests, faults and sessions at the identity provider.
func (m *mock) counts(t *testing.T) [3]int {
	t.Helper()
	var requests struct{ Requests []any }
	var faults struct{ Faults []any }
	var sessions struct{ Sessions []any }
	m.call(t, "GET", "requests", "", &requests)
	m.call(t, "GET", "faults", "", &faults)
	m.call(t, "GET", "idp/sessions", "", &sessions)
	return [3]int{len(requests.Requests), len(faults.Faults), len(sessions.Sessions)}
}

// logInAtIdP gives Grace a session at the identity provider, as its login page does.
func (m *mock) logInAtIdP(t *testing.T) {
	t.Helper()
	provider := httptest.NewServer(m.idp)
	defer provider.Close()
	target := "/dialog/oauth?" + url.Values{
		"response_type": {"code"}, "client_id": {"mock-as"}, "redirect_uri": {m.url + "/login/callback"}, "state": {"x"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}.Encode()
	status, page, _ := send(t, "GET", provider.URL+target, "")
	action := regexp.MustCompile(`action="([^"]+)"`).FindStringSubmatch(page)
	if action == nil {
		t.Fatalf("status %d, %s", status, page)
	}
	form := url.Values{"email": {"grace@social.example"}, "password": {"first-compiler"}, "action": {"login"}}.Encode()
	req, err := http.NewRequest(http.MethodPost, provider.URL+html.UnescapeString(action[1]), strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := http.DefaultTransport.RoundTrip(req) // which does not follow the way back
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("login at the identity provider: status %d", resp.StatusCode)
	}
}
