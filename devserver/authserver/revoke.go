package authserver

import (
	"context"
	"errors"
	"net/http"

	"github.com/spa-session/spa-session/devserver/store"
)

// revoke is RFC 7009 for refresh tokens. It ends the family; what is no token of ours is gone already, and so no error.
func (s *Server) revoke(w http.ResponseWriter, r *http.Request) {
	if err := s.revokePresented(r); err != nil {
		s.fail(w, r, err, s.tokenError)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (s *Server) revokePresented(r *http.Request) error {
	params, refused := tokenParams(r)
	if refused != nil {
		return refused
	}
	client, refused := s.authenticateClient(r, params)
	if refused != nil {
		return refused
	}
	if params.Get("token") == "" {
		return refuse("invalid_request", "Missing required parameter: token").mend("send the refresh token").withClient(client.ID)
	}
	token, ok := parseRefreshToken(params.Get("token"))
	if !ok {
		return nil
	}
	family, err := s.store.UpdateRefreshFamily(r.Context(), token.family, func(f *store.RefreshFamily) error {
		switch {
		case !token.genuine(*f):
			return store.ErrNotFound
		case f.ClientID != client.ID:
			return refuse("invalid_grant", "The token was issued to another client").withClient(client.ID).
				mend("let the client revoke that it was issued to (RFC 7009 section 2.1)")
		}
		f.Revoked = true
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if s.tenant().settings.Flags.RevokeGrant {
		return s.revokeFamilies(func(f store.RefreshFamily) bool {
			return f.Login.Sub == family.Login.Sub && f.ClientID == family.ClientID
		})
	}
	return s.store.DeleteRefreshFamily(r.Context(), token.family)
}

// RevokeRefreshToken revokes one family of refresh tokens, as RefreshTokens lists them. An unknown id is no error.
func (s *Server) RevokeRefreshToken(id string) error {
	return s.store.DeleteRefreshFamily(context.Background(), id)
}

// RevokeRefreshTokens revokes all refresh tokens of a user.
func (s *Server) RevokeRefreshTokens(sub string) error {
	return s.revokeFamilies(func(f store.RefreshFamily) bool { return f.Login.Sub == sub })
}

func (s *Server) revokeFamilies(which func(store.RefreshFamily) bool) error {
	ctx := context.Background()
	families, err := s.store.RefreshFamilies(ctx)
	if err != nil {
		return err
	}
	for _, family := range families {
		if !which(family) {
			continue
		}
		if err := s.store.DeleteRefreshFamily(ctx, family.ID); err != nil {
			return err
		}
	}
	return nil
}
