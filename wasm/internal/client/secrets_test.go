package client_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

// secrets collects what must be in no log and in no message: all that the token
// endpoint was sent and has given, and state, nonce and code of the requests.
type secrets struct {
	mu    sync.Mutex
	found map[string]string
}

func (s *secrets) add(name, value string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(value) >= 16 {
		s.found[value] = name
	}
}

func (s *secrets) collect(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		for name, values := range r.URL.Query() {
			switch name {
			case "state", "nonce", "code", "id_token_hint", "request_uri":
				s.add(name, values[0])
			}
		}
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			panic(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(sent))
		recorded := httptest.NewRecorder()
		next.ServeHTTP(recorded, r)
		s.add("proof", r.Header.Get("DPoP"))
		form, err := url.ParseQuery(string(sent))
		if err != nil {
			panic(err)
		}
		for name, values := range form {
			switch name {
			case "code", "code_verifier", "refresh_token", "state", "nonce":
				s.add(name, values[0])
			}
		}
		if location, err := url.Parse(recorded.Header().Get("Location")); err == nil {
			s.add("code", location.Query().Get("code"))
		}
		var body map[string]any
		if json.Unmarshal(recorded.Body.Bytes(), &body) == nil {
			for _, name := range []string{"access_token", "id_token", "refresh_token"} {
				text, _ := body[name].(string)
				s.add(name, text)
			}
		}
		for name, values := range recorded.Header() {
			rw.Header()[name] = values
		}
		rw.WriteHeader(recorded.Code)
		_, _ = rw.Write(recorded.Body.Bytes())
	})
}

// Through logins, renewals, refreshes and every fault of a token, no secret is
// in the log or in an error.
func TestNoSecretIsInAMessage(t *testing.T) {
	kinds := []string{"state", "nonce", "code", "code_verifier", "access_token", "id_token", "refresh_token"}
	t.Run("plain", func(t *testing.T) { searchMessages(t, func(*client.Config) {}, kinds) })
	bound := func(c *client.Config) {
		pushing(c)
		c.Metadata.(map[string]any)["revocation_endpoint"] = issuer + "oauth/revoke"
		c.DPoP = true
	}
	t.Run("pushed and bound", func(t *testing.T) { searchMessages(t, bound, append(kinds, "request_uri", "proof")) })
}

// searchMessages wants to have seen secrets of these kinds.
func searchMessages(t *testing.T, alter func(*client.Config), wanted []string) {
	inWorld(t, time.Hour, func(t *testing.T, w *world) {
		s := &secrets{found: map[string]string{}}
		var mu sync.Mutex
		var said []string
		say := func(text string) { mu.Lock(); said = append(said, text); mu.Unlock() }
		w.noWorker = true
		w.fault(s.collect)
		p := w.logIn(withRefresh, alter, func(c *client.Config) { c.Log = say })
		faults := []func(http.Handler) http.Handler{
			answerAt("/oauth/token", http.StatusServiceUnavailable), refuseRefresh(1), withoutIDToken,
			answerPush(http.StatusBadRequest, `{"error":"invalid_request"}`), answerPush(http.StatusCreated, `{`),
			altered(func(body string) string { return body[:len(body)/2] }),
			altered(func(body string) string { return strings.ReplaceAll(body, `"`, `'`) }),
			altered(func(body string) string { return strings.Replace(body, `"Bearer"`, `"mac"`, 1) }),
		}
		for _, f := range tokenFaults {
			faults = append(faults, retoken(f.alter))
		}
		for _, fault := range faults {
			w.pass(61 * time.Second)
			w.fault(func(next http.Handler) http.Handler { return s.collect(fault(next)) })
			for _, err := range []error{p.ContinueSession(t.Context()), errOf(p.Snapshot())} {
				if err != nil {
					say(err.Error())
				}
			}
			if _, _, err := p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); err != nil {
				say(err.Error())
			}
		}
		w.fault(s.collect)
		if err := p.RevokeRefreshToken(t.Context(), ""); err != nil {
			say(err.Error())
		}
		if _, err := p.HandleRedirectCallback(t.Context(), shop+"/callback?code=a-code-that-is-long-enough&state=a-state-that-is-long-enough"); err != nil {
			say(err.Error())
		}
		s.add("code", "a-code-that-is-long-enough")
		s.add("state", "a-state-that-is-long-enough")
		if err := p.Logout(t.Context(), client.LogoutOptions{}); err != nil {
			say(err.Error())
		}
		mu.Lock()
		defer mu.Unlock()
		if len(said) < len(faults) || len(s.found) < 4*len(faults) {
			t.Fatalf("%d messages and %d secrets are too few to search", len(said), len(s.found))
		}
		kinds := map[string]bool{}
		for secret, name := range s.found {
			kinds[name] = true
			for _, text := range said {
				if strings.Contains(text, secret) {
					t.Errorf("%s is in a message: %s", name, text)
				}
			}
		}
		for _, name := range wanted {
			if !kinds[name] {
				t.Errorf("no %s was seen: the search would miss it", name)
			}
		}
	}, minuteTokens)
}
