package demo_test

import (
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo/internal/browser"
	"github.com/spa-session/spa-session/devserver/authserver"
)

// renew begins a forced renewal, and renewed waits for the code that it fails with, "" if it does not.
func (s shop) renew() {
	s.t.Helper()
	s.Run(`() => {
		globalThis.loaded = globalThis.renewed = undefined
		document.addEventListener('load', ({ target }) => { globalThis.loaded ||= target.tagName === 'IFRAME' }, { capture: true })
	}`)
	s.Run(withClient(`void (
		client.getTokenSilently({ cacheMode: 'off', passive: false }).then(() => '', error => error.code)
			.then(code => { globalThis.renewed = code }))`))
}

func (s shop) renewed() string {
	s.t.Helper()
	s.WaitFor(`globalThis.renewed !== undefined`)
	return browser.Eval[string](s.Tab, `globalThis.renewed`)
}

// Every fault that the mock can be ordered to make is met by the storefront in a browser: the renewal fails by a name of
// its own, or waits for its timeout, nobody is logged out, and the next renewal succeeds.
func TestFaultsOfTheMock(t *testing.T) {
	const (
		authorize, token = "/authorize", "/oauth/token"
		silence          = 2 * time.Second // of a frame that has loaded
		timeout          = 11 * time.Second
	)
	idToken := func(f authserver.TokenFault) authserver.Fault { return authserver.Fault{Endpoint: token, Token: f} }
	answer := func(f authserver.AnswerFault) authserver.Fault {
		return authserver.Fault{Endpoint: authorize, Answer: f}
	}
	s := signedIn(t, time.Hour)
	for _, row := range []struct {
		name  string
		fault authserver.Fault
		waits time.Duration // until the helper gives up waiting for the frame
		code  string
	}{
		{"another client's", authserver.Fault{ClientID: "storezero-outlet", Drop: true}, 0, ""},
		{"another user's", authserver.Fault{User: "auth0|grace", Drop: true}, 0, ""},
		{"the second request's", authserver.Fault{Endpoint: token, Nth: 2, Drop: true}, 0, ""},
		{"delay", authserver.Fault{Endpoint: authorize, Delay: time.Hour}, timeout, "timeout"},
		{"drop", authserver.Fault{Endpoint: authorize, Drop: true}, silence, "as_error_page"},
		{"drop of this user's", authserver.Fault{Endpoint: token, User: email, Drop: true}, 0, "as_unreachable"},
		{"truncate", authserver.Fault{Endpoint: token, Truncate: true}, 0, "as_unreachable"},
		{"status of the page", authserver.Fault{Endpoint: authorize, Status: 503}, silence, "as_error_page"},
		{"status of the token endpoint", authserver.Fault{Endpoint: token, Status: 503}, 0, "server_error"},
		{"OAuth error of the page", authserver.Fault{Endpoint: authorize, Error: "temporarily_unavailable"}, 0, "authorization_error"},
		{"OAuth error of the token endpoint", authserver.Fault{Endpoint: token, Error: "temporarily_unavailable"}, 0, "token_error"},
		{"framing denied", authserver.Fault{Endpoint: authorize, Deny: true}, silence, "as_error_page"},
		{"web_message with a wrong state", answer(authserver.AnswerFault{State: "guessed"}), silence, "as_error_page"},
		{"web_message for a wrong origin", answer(authserver.AnswerFault{Target: "https://evil.example"}), silence, "as_error_page"},
		{"answer of a wrong iss", answer(authserver.AnswerFault{Issuer: "https://evil.example/"}), 0, "issuer_mismatch"},
		{"ID token of a wrong iss", idToken(authserver.TokenFault{Issuer: "https://evil.example/"}), 0, "id_token_issuer"},
		{"ID token of a wrong aud", idToken(authserver.TokenFault{Audience: "another"}), 0, "id_token_audience"},
		{"ID token of a wrong nonce", idToken(authserver.TokenFault{Nonce: "guessed"}), 0, "id_token_nonce"},
		{"ID token that has expired", idToken(authserver.TokenFault{Expired: true}), 0, "id_token_expired"},
		{"ID token with a bad signature", idToken(authserver.TokenFault{BadSignature: true}), 0, "id_token_signature"},
		{"ID token of an unknown kid", idToken(authserver.TokenFault{KeyID: "another"}), 0, "id_token_key"},
		// The helper measures the skew of the server's clock, and takes it out.
		{"a server whose clock is wrong", idToken(authserver.TokenFault{Skew: -2 * time.Hour}), 0, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := s.in(t)
			s.Advance(31 * time.Second) // more than ten failures in 30 seconds are a storm, and stopped
			before := s.asked()
			s.Server.Fail(row.fault)
			s.renew()
			if row.waits > 0 {
				for s.asked() == before { // then the frame is on its way
					s.Run(`() => {}`)
				}
				s.Advance(row.waits)
			}
			want(t, "the renewal fails with", s.renewed(), row.code)
			s.Server.ClearFaults()
			s.renew()
			want(t, "the next renewal fails with", s.renewed(), "")
			s.waitStatus("active")
		})
	}
}

// Wrong claims on access tokens are the API's to refuse: the shop's own does, and the page says what it was told.
func TestFaultsOfAccessTokensInTheShop(t *testing.T) {
	s := signedIn(t, time.Hour)
	const ask = `client.getTokenSilently({ cacheMode: 'off', passive: false })
		.then(token => fetch('/api/orders', { headers: { Authorization: 'Bearer ' + token } })).then(response => response.status)`
	for _, row := range []struct {
		name   string
		fault  authserver.TokenFault
		status int
	}{
		{"none", authserver.TokenFault{}, 200},
		{"wrong iss", authserver.TokenFault{Issuer: "https://evil.example/"}, 401},
		{"wrong aud", authserver.TokenFault{Audience: "another"}, 401},
		{"expired", authserver.TokenFault{Expired: true}, 401},
		{"bad signature", authserver.TokenFault{BadSignature: true}, 401},
		{"unknown kid", authserver.TokenFault{KeyID: "another"}, 401},
		{"a clock two days behind", authserver.TokenFault{Skew: -48 * time.Hour}, 401},
	} {
		s.Server.Fail(authserver.Fault{Endpoint: "/oauth/token", AccessToken: row.fault})
		want(t, row.name, browser.Eval[int](s.Tab, withClient(ask)), row.status)
		s.Server.ClearFaults()
	}
}
