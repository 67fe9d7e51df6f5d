package manage

import (
	"errors"
	"net/http"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

type sessionView struct {
	ID              string         `json:"id"` // the `sid` claim
	UserID          string         `json:"user_id"`
	CreatedAt       time.Time      `json:"created_at"`
	UpdatedAt       time.Time      `json:"updated_at"`
	AuthenticatedAt time.Time      `json:"authenticated_at"`
	IdleExpiresAt   time.Time      `json:"idle_expires_at"`
	ExpiresAt       time.Time      `json:"expires_at"`
	LastInteraction time.Time      `json:"last_interacted_at"`
	Device          device         `json:"device"`
	Clients         []clientOf     `json:"clients"`
	Authentication  authentication `json:"authentication"`
	Cookie          cookieView     `json:"cookie"`
}

type device struct {
	InitialUserAgent string `json:"initial_user_agent"`
	InitialIP        string `json:"initial_ip"`
	LastUserAgent    string `json:"last_user_agent"`
	LastIP           string `json:"last_ip"`
}

type clientOf struct {
	ID string `json:"client_id"`
}

type authentication struct {
	Methods []method `json:"methods"`
}

type method struct {
	Name      string    `json:"name"` // pwd, federated or mfa
	Timestamp time.Time `json:"timestamp"`
	Type      string    `json:"type,omitempty"`
}

func sessionViewOf(s authserver.Session) sessionView {
	v := sessionView{
		ID: s.SID, UserID: s.Sub, CreatedAt: s.CreatedAt, UpdatedAt: s.LastInteraction, AuthenticatedAt: s.AuthenticatedAt,
		IdleExpiresAt: s.IdleExpiresAt, ExpiresAt: s.ExpiresAt, LastInteraction: s.LastInteraction,
		Device:  device{s.InitialDevice.UserAgent, s.InitialDevice.IP, s.LastDevice.UserAgent, s.LastDevice.IP},
		Clients: []clientOf{}, Cookie: cookieView{authserver.NonPersistent},
	}
	if s.Persistent {
		v.Cookie.Mode = authserver.Persistent
	}
	for _, id := range s.Clients {
		v.Clients = append(v.Clients, clientOf{id})
	}
	first := method{Name: "pwd", Timestamp: s.AuthenticatedAt}
	if s.Connection != "" {
		first.Name, first.Type = "federated", s.Connection
	}
	v.Authentication.Methods = []method{first}
	if !s.MFAAt.IsZero() {
		v.Authentication.Methods = append(v.Authentication.Methods, method{Name: "mfa", Timestamp: s.MFAAt, Type: "otp"})
	}
	return v
}

func noSession() error {
	return fail(http.StatusNotFound, "inexistent_session", "The session does not exist.")
}

func (a *api) showSession(w http.ResponseWriter, r *http.Request, _ caller) error {
	all, err := a.server.Sessions()
	if err != nil {
		return err
	}
	for _, session := range all {
		if session.SID == idOf(r) {
			writeJSON(w, http.StatusOK, sessionViewOf(session))
			return nil
		}
	}
	return noSession()
}

func (a *api) userSessions(w http.ResponseWriter, r *http.Request, _ caller) error {
	sub := idOf(r)
	if _, err := a.user(sub); err != nil {
		return err
	}
	all, err := a.server.Sessions()
	if err != nil {
		return err
	}
	views := []sessionView{}
	for _, session := range all {
		if session.Sub == sub {
			views = append(views, sessionViewOf(session))
		}
	}
	return writeFrom(w, r, "sessions", views, func(v sessionView) string { return v.ID })
}

// accepted is Auth0's answer to deletions of sessions and refresh tokens, which it does a little later. Here they are
// done at once.
func accepted(w http.ResponseWriter, err error) error {
	if err == nil {
		w.WriteHeader(http.StatusAccepted)
	}
	return err
}

func (a *api) endUserSessions(w http.ResponseWriter, r *http.Request, _ caller) error {
	if _, err := a.user(idOf(r)); err != nil {
		return err
	}
	return accepted(w, a.server.EndUserSessions(idOf(r)))
}

// endSession leaves refresh tokens alone; revokeSession does not.
func (a *api) endSession(w http.ResponseWriter, r *http.Request, _ caller) error {
	return accepted(w, a.end(idOf(r)))
}

func (a *api) revokeSession(w http.ResponseWriter, r *http.Request, _ caller) error {
	if err := a.end(idOf(r)); err != nil {
		return err
	}
	return accepted(w, a.revokeRefreshTokens(func(t authserver.RefreshToken) bool { return t.SID == idOf(r) }))
}

func (a *api) end(sid string) error {
	err := a.server.EndSession(sid)
	if errors.Is(err, authserver.ErrNoSession) {
		return noSession()
	}
	return err
}

// revokeAccess ends one session or all of a user's, with their refresh tokens unless these are to be preserved.
func (a *api) revokeAccess(w http.ResponseWriter, r *http.Request, _ caller) error {
	user, err := a.user(idOf(r))
	if err != nil {
		return err
	}
	var sid string
	var preserve bool
	p := read(r)
	one := p.string("session_id", &sid)
	p.bool("preserve_refresh_tokens", &preserve)
	if err := p.done(); err != nil {
		return err
	}
	if one {
		session, err := a.server.Session(sid)
		if err != nil || session.Sub != user.Sub {
			return noSession()
		}
		err = a.end(sid)
		if err != nil {
			return err
		}
	} else if err := a.server.EndUserSessions(user.Sub); err != nil {
		return err
	}
	if preserve {
		return accepted(w, nil)
	}
	return accepted(w, a.revokeRefreshTokens(func(t authserver.RefreshToken) bool {
		return t.Sub == user.Sub && (!one || t.SID == sid)
	}))
}
