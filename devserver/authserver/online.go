package authserver

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spa-session/spa-session/devserver/store"
)

// Auth0's online refresh tokens: with scope online_access a refresh token lives as long as the session, does not rotate,
// and each exchange extends the session's idle limit, never the absolute one. A public client must bind it by DPoP.

const (
	offlineAccess = "offline_access"
	onlineAccess  = "online_access"
)

// refreshScopes are what a client without the grant does not get.
func refreshScopes(scope string, client Client) (string, *refusal) {
	if hasScope(scope, offlineAccess) && hasScope(scope, onlineAccess) {
		return "", refuse("invalid_request", "Cannot request both online_access and offline_access scopes").
			mend("ask for online_access if the token shall end with the session, for offline_access if it shall not")
	}
	if client.allowsGrant(grantRefresh) {
		return scope, nil
	}
	return strings.Join(slices.DeleteFunc(strings.Fields(scope), func(s string) bool { return s == offlineAccess || s == onlineAccess }), " "), nil
}

func wantsRefreshToken(scope string) bool {
	return hasScope(scope, offlineAccess) || hasScope(scope, onlineAccess)
}

// checkOnline refuses a code for an online refresh token that nothing would bind to its client.
func checkOnline(client Client, scope, dpopKey string) *refusal {
	if !hasScope(scope, onlineAccess) || !client.public() || dpopKey != "" {
		return nil
	}
	return invalidProof("Proof of possession is required").withClient(client.ID).
		because("a public client must bind online refresh tokens").mend("send a DPoP header, or do not ask for online_access")
}

// touchByRefresh extends the session that an online refresh token lives by. Whoever has none any more has no token.
func (s *Server) touchByRefresh(ctx context.Context, family store.RefreshFamily) error {
	ended := invalidRefreshToken("its session has ended").withClient(family.ClientID)
	session, err := s.store.SessionBySID(ctx, family.Login.SID)
	if errors.Is(err, store.ErrNotFound) {
		return ended
	}
	if err != nil {
		return err
	}
	if session, err = s.lower(ctx, session); err != nil {
		return err
	}
	if limitPassed(session, s.now()) != "" {
		return ended
	}
	_, err = s.store.UpdateSession(ctx, session.ID, func(session *store.Session) error {
		session.LastInteraction = s.now()
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return ended
	}
	return err
}
