package authserver_test

import (
	"net/http"
	"net/url"
	"testing"
)

func TestRevoke(t *testing.T) {
	tn := newTenant(t)
	b, token := tn.offline(t)
	revoke := func(client, token string) reply {
		return b.post(t, "/oauth/revoke", url.Values{"client_id": {client}, "token": {token}})
	}
	if got := revoke("storezero", "guess"); got.StatusCode != http.StatusOK {
		t.Errorf("an unknown token: status %d (RFC 7009 section 2.2)", got.StatusCode)
	}
	if got := revoke("storezero-outlet", token); got.StatusCode != http.StatusBadRequest {
		t.Errorf("another client's token: status %d", got.StatusCode)
	}
	if got := b.refresh(t, token); got.status != http.StatusOK {
		t.Fatalf("the token was revoked by the wrong hands: %+v", got)
	} else {
		token = got.RefreshToken
	}
	if got := revoke("storezero", token); got.StatusCode != http.StatusOK || got.body != "" {
		t.Errorf("status %d, body %q, want an empty 200", got.StatusCode, got.body)
	}
	if got := b.refresh(t, token); got.status != http.StatusForbidden {
		t.Errorf("after the revocation: %+v", got)
	}
}
