package control_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

func TestSettingsByTheSecond(t *testing.T) {
	m := newMock(t)
	status, body, _ := send(t, "POST", m.url+"/__mock/settings", `{"idle_seconds": 90, "cookie_mode": "non-persistent"}`, "Content-Type", asJSON)
	const want = `{"idle_seconds":90,"absolute_seconds":43200,"plan":"self-service","cookie_mode":"non-persistent","mfa":"step-up"}` + "\n"
	if status != http.StatusOK || body != want {
		t.Errorf("status %d, %s", status, body)
	}
	if _, again, _ := send(t, "GET", m.url+"/__mock/settings", ""); again != want {
		t.Errorf("GET: %s", again)
	}
	if s := m.server.Settings(); s.Sessions.Idle != 90*time.Second || s.Cookies != authserver.NonPersistent {
		t.Errorf("the server has %+v", s)
	}
	for _, body := range []string{`{"idle_seconds": 0}`, `{"idle_seconds": 1e12}`, `{"plan": "free"}`, `{"mfa": "never"}`, `{"cookie_mode": ""}`, `{"idle": 5}`, `{"idle_seconds": "5"}`} {
		status, answer, _ := send(t, "POST", m.url+"/__mock/settings", body, "Content-Type", asJSON)
		if status != http.StatusBadRequest || !strings.Contains(answer, "invalid_request") {
			t.Errorf("%s: status %d, %s", body, status, answer)
		}
	}
	if s := m.server.Settings(); s.Sessions.Idle != 90*time.Second {
		t.Errorf("a bad body left %+v", s)
	}
}

func TestFaultsByNumber(t *testing.T) {
	m := newMock(t)
	var ordered struct{ Number int }
	m.call(t, "POST", "faults", `{"endpoint": "/authorize", "status": 503}`, &ordered)
	m.call(t, "POST", "faults", `{"endpoint": "/userinfo", "client_id": "storezero", "drop": true}`, nil)
	number := m.server.Fail(authserver.Fault{Endpoint: "/oauth/token", Drop: true})
	m.silently(t, m.mint(t))
	_, body, _ := send(t, "GET", m.url+"/__mock/faults", "")
	const want = `{"faults":[{"number":1,"endpoint":"/authorize","matched":1,"order":{"endpoint":"/authorize","status":503}},` +
		`{"number":2,"endpoint":"/userinfo","client_id":"storezero","matched":0,"order":{"endpoint":"/userinfo","client_id":"storezero","drop":true}},` +
		`{"number":3,"endpoint":"/oauth/token","matched":0}]}` + "\n"
	if ordered.Number != 1 || number != 3 || body != want {
		t.Errorf("faults\n%s\nwant\n%s", body, want)
	}
	for _, want := range []int{http.StatusNoContent, http.StatusNotFound} {
		if status := m.call(t, "DELETE", "faults/1", "", nil); status != want {
			t.Errorf("status %d, want %d", status, want)
		}
	}
	if page := m.silently(t, m.mint(t)); !strings.Contains(page, `"code":`) {
		t.Errorf("ended, the fault strikes: %s", page)
	}
}

// A session of this very browser: the answer sets the cookie.
func TestMintForThisBrowser(t *testing.T) {
	m := newMock(t)
	status, _, header := send(t, "POST", m.url+"/__mock/sessions", `{"user_id": "auth0|ada", "set_cookie": true}`, "Content-Type", asJSON)
	if cookie := header.Get("Set-Cookie"); status != http.StatusCreated || !strings.Contains(cookie, "HttpOnly") {
		t.Errorf("status %d, cookie %q", status, cookie)
	}
	if _, _, header := send(t, "POST", m.url+"/__mock/sessions", `{"user_id": "auth0|ada"}`, "Content-Type", asJSON); header.Get("Set-Cookie") != "" {
		t.Error("a cookie that nobody asked for")
	}
}

// A wait ends with the request that it is for, not with its time.
func TestWaitForARequestToCome(t *testing.T) {
	m := newMock(t)
	var got struct{ Requests []struct{ Path string } }
	done := make(chan struct{})
	go func() {
		defer close(done)
		m.call(t, "GET", "requests?path=/authorize&wait_seconds=60", "", &got)
	}()
	m.silently(t, m.mint(t))
	<-done
	if len(got.Requests) != 1 || got.Requests[0].Path != "/authorize" {
		t.Errorf("waited for %+v", got)
	}
	if m.call(t, "GET", "requests?path=/userinfo&wait_seconds=0", "", &got); len(got.Requests) != 0 {
		t.Errorf("nobody asked: %+v", got)
	}
}

// Every field of a fault can be ordered by JSON: none is forgotten here when the server learns another one.
func TestFaultOrderIsComplete(t *testing.T) {
	m := newMock(t)
	status := m.call(t, "POST", "faults", `{"endpoint": "/x", "client_id": "c", "user": "u", "nth": 1, "times": 2, "delay_seconds": 3, "drop": true, "truncate": true,
		"status": 500, "error": "e", "error_description": "d", "deny_framing": true,
		"token": {"iss": "i", "aud": "a", "nonce": "n", "kid": "k", "expired": true, "skew_seconds": 4, "bad_signature": true},
		"access_token": {"iss": "i", "aud": "a", "nonce": "n", "kid": "k", "expired": true, "skew_seconds": 4, "bad_signature": true},
		"answer": {"state": "s", "iss": "i", "target": "t"}}`, nil)
	if status != http.StatusCreated {
		t.Fatalf("status %d", status)
	}
	var missing func(name string, v reflect.Value)
	missing = func(name string, v reflect.Value) {
		if v.IsZero() {
			t.Errorf("%s is not set", name)
		}
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Struct {
				missing(name+"."+v.Type().Field(i).Name, v.Field(i))
			} else if v.Field(i).IsZero() {
				t.Errorf("%s.%s is not set", name, v.Type().Field(i).Name)
			}
		}
	}
	missing("Fault", reflect.ValueOf(m.server.Faults()[0].Fault))
}
