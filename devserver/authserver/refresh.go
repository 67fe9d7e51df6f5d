package authserver

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// A refreshToken is the text of one generation of a family: family.generation.mac. The MAC makes an old token
// tellable from a made-up one, so that only somebody who really had one can end the family by reuse.
type refreshToken struct {
	family     string
	generation int
	mac        []byte
}

func newRefreshToken(f store.RefreshFamily) string {
	return f.ID + "." + strconv.Itoa(f.Generation) + "." + base64.RawURLEncoding.EncodeToString(refreshMAC(f.Secret, f.Generation))
}

func refreshMAC(secret []byte, generation int) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(strconv.Itoa(generation)))
	return mac.Sum(nil)
}

func parseRefreshToken(text string) (refreshToken, bool) {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return refreshToken{}, false
	}
	generation, err := strconv.Atoi(parts[1])
	mac, errMAC := base64.RawURLEncoding.Strict().DecodeString(parts[2])
	return refreshToken{parts[0], generation, mac}, err == nil && errMAC == nil
}

// genuine tells whether this server made the token, ever.
func (t refreshToken) genuine(f store.RefreshFamily) bool {
	return hmac.Equal(t.mac, refreshMAC(f.Secret, t.generation))
}

// startRefreshFamily issues the first refresh token of a login. Its end is fixed now, whatever rotates later.
func (s *Server) startRefreshFamily(ctx context.Context, client Client, code store.Code, dpopKey string) (string, error) {
	secret, err := s.randomBytes(32)
	if err != nil {
		return "", err
	}
	now := s.now()
	family := store.RefreshFamily{
		ID: familyOf(code.Value), Secret: secret, Generation: 1,
		ClientID: client.ID, Scope: code.Request.Scope, Audience: code.Request.Audience,
		Organization: code.Request.Organization, Login: code.Login,
		Created: now, LastExchanged: now, Online: hasScope(code.Request.Scope, onlineAccess),
	}
	if client.public() {
		family.DPoPKey = dpopKey // RFC 9449 section 5: those of confidential clients are bound by authentication
	}
	if client.Refresh.Lifetime != Unlimited && !family.Online {
		family.Expires = now.Add(client.Refresh.Lifetime)
	}
	if err := s.store.CreateRefreshFamily(ctx, family); err != nil {
		return "", err
	}
	// From here on a replay finds the family; one that came before has left its mark.
	first, err := s.store.UseOnce(ctx, familyMark+family.ID, now)
	if err != nil {
		return "", err
	}
	if first {
		return newRefreshToken(family), nil
	}
	if err := s.store.DeleteRefreshFamily(ctx, family.ID); err != nil {
		return "", err
	}
	return "", invalidCode("the code was sent again while it was redeemed").withClient(client.ID)
}

// familyMark is what a replayed code leaves for a redemption that is under way.
const familyMark = "family "

// endFamilyOf revokes what a code that comes back has given out, or is about to (RFC 6749 section 4.1.2).
func (s *Server) endFamilyOf(ctx context.Context, code string) error {
	id := familyOf(code)
	if _, err := s.store.UseOnce(ctx, familyMark+id, s.now().Add(s.tenant().lifetimes.code)); err != nil {
		return err
	}
	return s.store.DeleteRefreshFamily(ctx, id)
}

// familyOf names the family that a code starts, so that nothing need be kept of used codes.
func familyOf(code string) string {
	sum := sha256.Sum256([]byte("family " + code))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// redeemRefreshToken is RFC 6749 section 6 with the rotation of RFC 9700 section 4.14.2. It does not touch the session,
// and works without one, but for online refresh tokens.
func (s *Server) redeemRefreshToken(ctx context.Context, client Client, params url.Values, dpopKey string) (tokenResponse, error) {
	if params.Get("refresh_token") == "" {
		return tokenResponse{}, refuse("invalid_request", "Missing required parameter: refresh_token").
			mend("send the refresh_token of the last answer").withClient(client.ID)
	}
	token, ok := parseRefreshToken(params.Get("refresh_token"))
	if !ok {
		return tokenResponse{}, invalidRefreshToken("it has not the form of a refresh token").withClient(client.ID)
	}
	scope := params.Get("scope")
	family, err := s.store.UpdateRefreshFamily(ctx, token.family, func(f *store.RefreshFamily) error {
		if refused := s.checkRefreshToken(*f, token, client, dpopKey); refused != nil {
			return refused
		}
		if scope != "" && !within(scope, f.Scope) {
			return refuse("invalid_scope", "The scope exceeds the one that was granted").mend("ask for less, or log in again")
		}
		policy := client.Refresh
		policy.NonRotating = policy.NonRotating || f.Online
		return rotate(f, token, policy, s.now())
	})
	switch {
	case errors.Is(err, store.ErrNotFound):
		return tokenResponse{}, invalidRefreshToken("it was never issued, or its family was revoked").withClient(client.ID)
	case err != nil:
		return tokenResponse{}, err
	case family.Revoked:
		refused := invalidRefreshToken("an old token was used again: the whole family is revoked").withClient(client.ID)
		if err := s.store.DeleteRefreshFamily(ctx, family.ID); err != nil {
			return tokenResponse{}, err
		}
		return tokenResponse{}, refused
	}
	if family.Online {
		if err := s.touchByRefresh(ctx, family); err != nil {
			return tokenResponse{}, err
		}
	}
	tokens, err := s.issueTokens(ctx, issuance{
		client: client, scope: narrowed(family.Scope, scope), audience: family.Audience, organization: family.Organization,
		login: family.Login, dpopKey: dpopKey,
	})
	if !client.Refresh.NonRotating && !family.Online {
		tokens.RefreshToken = newRefreshToken(family)
	}
	return tokens, err
}

// checkRefreshToken leaves the family as it is: what fails here says nothing about who holds the good token.
func (s *Server) checkRefreshToken(f store.RefreshFamily, token refreshToken, client Client, dpopKey string) *refusal {
	user, found := s.userBySub(f.Login.Sub)
	idle := client.Refresh.IdleLifetime
	switch {
	case !token.genuine(f):
		return invalidRefreshToken("it was never issued")
	case f.ClientID != client.ID:
		return invalidRefreshToken("it was issued to client " + f.ClientID)
	case f.DPoPKey != "" && f.DPoPKey != dpopKey:
		return invalidRefreshToken("it is bound to another DPoP key, or no proof came")
	case !f.Expires.IsZero() && !s.now().Before(f.Expires):
		return invalidRefreshToken("its family has reached its absolute lifetime")
	case idle != Unlimited && !f.Online && s.now().Sub(f.LastExchanged) >= idle:
		return invalidRefreshToken("it was not used for its idle lifetime")
	case !found:
		return invalidRefreshToken("its user is gone")
	case user.Blocked:
		return userBlocked()
	}
	return nil
}

// userBlocked: clients of Auth0 look for these words, too.
func userBlocked() *refusal {
	return refuse("unauthorized", "user is blocked").answer(http.StatusForbidden).mend("unblock the user")
}

// rotate makes the next generation, unless the token is an old one. Within the leeway the generation before is served
// again, by the same successor: tabs that raced go on with one token.
func rotate(f *store.RefreshFamily, token refreshToken, policy RefreshPolicy, now time.Time) error {
	switch {
	case token.generation == f.Generation:
		if !policy.NonRotating {
			f.Generation++
			f.RotatedAt = now
		}
	case token.generation == f.Generation-1 && now.Sub(f.RotatedAt) < policy.Leeway:
	default:
		f.Revoked = true
		return nil
	}
	f.LastExchanged = now
	return nil
}

// invalidRefreshToken: clients of Auth0 look for these words.
func invalidRefreshToken(cause string) *refusal {
	return refuse("invalid_grant", "Unknown or invalid refresh token.").answer(http.StatusForbidden).because("%s", cause).
		mend("keep the refresh_token of each answer, use it once, and log in again when it is refused")
}

func within(scope, granted string) bool {
	for _, s := range strings.Fields(scope) {
		if !hasScope(granted, s) {
			return false
		}
	}
	return true
}

// narrowed is what was asked for of what was granted: all, if nothing was.
func narrowed(granted, asked string) string {
	if asked == "" {
		return granted
	}
	return strings.Join(strings.Fields(asked), " ")
}
