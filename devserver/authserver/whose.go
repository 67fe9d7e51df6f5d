package authserver

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/spa-session/spa-session/devserver/store"
)

// whose tells which user a request is for, so that faults can strike one user alone. Nothing is decided by it: a login
// names its user before the password is looked at, and a token's signature is not verified.
func (s *Server) whose(r *http.Request, seen *Request) (User, bool) {
	if email := seen.Params.Get("username"); email != "" && seen.Path == loginPath {
		return s.userByEmail(email)
	}
	for _, sub := range []func() string{
		func() string { return s.subOfCode(r.Context(), seen.Params.Get("code")) },
		func() string { return s.subOfRefreshToken(r.Context(), seen.Params.Get("refresh_token")) },
		func() string { return s.subOfRefreshToken(r.Context(), seen.Params.Get("token")) },
		func() string { return subOfBearer(r.Header.Get("Authorization")) },
		func() string { return s.subOfSession(r) },
	} {
		if user, found := s.userBySub(sub()); found {
			return user, true
		}
	}
	return User{}, false
}

func (s *Server) userByEmail(email string) (User, bool) {
	users := s.tenant().users
	i := slices.IndexFunc(users, func(u User) bool { return strings.EqualFold(u.Email, strings.TrimSpace(email)) })
	if i < 0 {
		return User{}, false
	}
	return users[i].clone(), true
}

func (s *Server) subOfCode(ctx context.Context, value string) string {
	if value == "" {
		return ""
	}
	code, err := s.store.Code(ctx, value)
	if err != nil { // also a code that has been used: whoever redeems it hears of that
		return ""
	}
	return code.Login.Sub
}

var errOnlyLooked = errors.New("authserver: nothing is to be changed")

func (s *Server) subOfRefreshToken(ctx context.Context, text string) (sub string) {
	token, ok := parseRefreshToken(text)
	if !ok {
		return ""
	}
	_, err := s.store.UpdateRefreshFamily(ctx, token.family, func(f *store.RefreshFamily) error {
		sub = f.Login.Sub
		return errOnlyLooked
	})
	if !errors.Is(err, errOnlyLooked) { // an unknown token: whoever redeems it hears of that
		return ""
	}
	return sub
}

func subOfBearer(authorization string) string {
	_, token, _ := strings.Cut(authorization, " ")
	parsed, err := jwt.ParseSigned(token, signatureAlgorithms)
	if err != nil {
		return ""
	}
	var claims jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&claims); err != nil {
		return ""
	}
	return claims.Subject
}

func (s *Server) subOfSession(r *http.Request) string {
	id, _ := s.sessionCookie(r)
	session, err := s.store.Session(r.Context(), id)
	if err != nil {
		return ""
	}
	return session.Sub
}
