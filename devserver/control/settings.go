package control

import (
	"net/http"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// settings are the tenant's, to the second: Auth0's Management API knows minutes and hours alone.
type settings struct {
	IdleSeconds     int64                 `json:"idle_seconds"`
	AbsoluteSeconds int64                 `json:"absolute_seconds"`
	Plan            authserver.Plan       `json:"plan"`
	CookieMode      authserver.CookieMode `json:"cookie_mode"`
	MFA             authserver.MFAPolicy  `json:"mfa"`
}

func settingsOf(s authserver.Settings) settings {
	return settings{int64(s.Sessions.Idle / time.Second), int64(s.Sessions.Absolute / time.Second), s.Plan, s.Cookies, s.MFA}
}

func showSettings(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, settingsOf(mock.Settings())) }
}

// changeSettings changes what the body names and leaves the rest.
func changeSettings(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		next := settingsOf(mock.Settings())
		if !decode(w, r, &next, `{"idle_seconds": 300, "absolute_seconds": 43200, "plan": "self-service", "cookie_mode": "persistent", "mfa": "step-up"}, or some of these`) {
			return
		}
		if next.IdleSeconds < 1 || next.AbsoluteSeconds < 1 || next.IdleSeconds > maxSeconds || next.AbsoluteSeconds > maxSeconds {
			writeError(w, http.StatusBadRequest, "invalid_request", "idle_seconds and absolute_seconds are from 1 to ten years")
			return
		}
		err := mock.ChangeSettings(func(s *authserver.Settings) {
			s.Sessions = authserver.SessionLimits{
				Idle: time.Duration(next.IdleSeconds) * time.Second, Absolute: time.Duration(next.AbsoluteSeconds) * time.Second,
			}
			s.Plan, s.Cookies, s.MFA = next.Plan, next.CookieMode, next.MFA
		})
		if err != nil {
			writeError(w, http.StatusBadRequest, "invalid_request", err.Error())
			return
		}
		showSettings(mock)(w, r)
	}
}
