package manage

import (
	"net/http"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

type refreshTokenView struct {
	ID              string           `json:"id"`
	UserID          string           `json:"user_id"`
	CreatedAt       time.Time        `json:"created_at"`
	IdleExpiresAt   *time.Time       `json:"idle_expires_at,omitempty"` // missing: never
	ExpiresAt       *time.Time       `json:"expires_at,omitempty"`
	ClientID        string           `json:"client_id"`
	SessionID       string           `json:"session_id"`
	Rotating        bool             `json:"rotating"`
	ResourceServers []resourceServer `json:"resource_servers"`
	LastExchangedAt time.Time        `json:"last_exchanged_at"`
}

type resourceServer struct {
	Audience string `json:"audience"`
	Scopes   string `json:"scopes"`
}

// view adds what follows from the client's settings of now.
func (a *api) view(t authserver.RefreshToken) refreshTokenView {
	v := refreshTokenView{
		ID: t.ID, UserID: t.Sub, CreatedAt: t.CreatedAt, ClientID: t.ClientID, SessionID: t.SID,
		ResourceServers: []resourceServer{{t.Audience, strings.Join(strings.Fields(t.Scope), " ")}}, LastExchangedAt: t.LastExchanged,
	}
	if !t.ExpiresAt.IsZero() {
		v.ExpiresAt = &t.ExpiresAt
	}
	client, err := a.server.Client(t.ClientID)
	if err != nil {
		return v // the client is gone, and nobody can exchange the token
	}
	v.Rotating = !client.Refresh.NonRotating
	if client.Refresh.IdleLifetime != authserver.Unlimited {
		idle := t.LastExchanged.Add(client.Refresh.IdleLifetime)
		v.IdleExpiresAt = &idle
	}
	return v
}

func (a *api) refreshTokens(match func(authserver.RefreshToken) bool) ([]refreshTokenView, error) {
	all, err := a.server.RefreshTokens()
	if err != nil {
		return nil, err
	}
	views := []refreshTokenView{}
	for _, token := range all {
		if match(token) {
			views = append(views, a.view(token))
		}
	}
	return views, nil
}

func (a *api) refreshToken(id string) (refreshTokenView, error) {
	found, err := a.refreshTokens(func(t authserver.RefreshToken) bool { return t.ID == id })
	if err == nil && len(found) == 0 {
		err = fail(http.StatusNotFound, "inexistent_refresh_token", "The refresh token does not exist.")
	}
	if err != nil {
		return refreshTokenView{}, err
	}
	return found[0], nil
}

func (a *api) showRefreshToken(w http.ResponseWriter, r *http.Request, _ caller) error {
	token, err := a.refreshToken(idOf(r))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, token)
	return nil
}

func (a *api) revokeRefreshToken(w http.ResponseWriter, r *http.Request, _ caller) error {
	if _, err := a.refreshToken(idOf(r)); err != nil {
		return err
	}
	return accepted(w, a.server.RevokeRefreshToken(idOf(r)))
}

func (a *api) userRefreshTokens(w http.ResponseWriter, r *http.Request, _ caller) error {
	sub := idOf(r)
	if _, err := a.user(sub); err != nil {
		return err
	}
	views, err := a.refreshTokens(func(t authserver.RefreshToken) bool { return t.Sub == sub })
	if err != nil {
		return err
	}
	return writeFrom(w, r, "tokens", views, func(v refreshTokenView) string { return v.ID })
}

func (a *api) revokeUserRefreshTokens(w http.ResponseWriter, r *http.Request, _ caller) error {
	if _, err := a.user(idOf(r)); err != nil {
		return err
	}
	return accepted(w, a.server.RevokeRefreshTokens(idOf(r)))
}

func (a *api) revokeRefreshTokens(match func(authserver.RefreshToken) bool) error {
	all, err := a.server.RefreshTokens()
	if err != nil {
		return err
	}
	for _, token := range all {
		if !match(token) {
			continue
		}
		if err := a.server.RevokeRefreshToken(token.ID); err != nil {
			return err
		}
	}
	return nil
}
