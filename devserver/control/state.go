package control

import (
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/idp"
)

// maxShown bounds each list of the dashboard; the newest are shown.
const maxShown = 50

// A state is what the dashboard shows, but for requests and refusals, which come one by one.
type state struct {
	Clock         clockState           `json:"clock"`
	Settings      settings             `json:"settings"`
	IdP           []idp.Session        `json:"idp"`
	Sessions      []authserver.Session `json:"sessions"`
	TotalSessions int                  `json:"total_sessions"`
	Tokens        []tokens             `json:"tokens"`
	Faults        []listedFault        `json:"faults"`
	Snapshots     []listedSnapshot     `json:"snapshots"`
	Users         map[string]string    `json:"users"` // sub to email
}

// clockState lets the page run a clock of its own: now is left out of what tells whether something has changed.
type clockState struct {
	Now           time.Time `json:"now,omitzero"`
	OffsetSeconds float64   `json:"offset_seconds"` // from real time
	FrozenAt      time.Time `json:"frozen_at,omitzero"`
}

// tokens are what one application got last out of one session: the local session, as far as this server can know it.
type tokens struct {
	ClientID           string               `json:"client_id"`
	Sub                string               `json:"user_id"`
	SID                string               `json:"session_id"`
	Audience           string               `json:"audience,omitempty"`
	IssuedAt           time.Time            `json:"issued_at"`
	AccessTokenExpires time.Time            `json:"access_token_expires_at"`
	IDTokenExpires     time.Time            `json:"id_token_expires_at,omitzero"`
	Refresh            []refreshTokenFamily `json:"refresh_tokens"`
}

type refreshTokenFamily = authserver.RefreshToken

func (d *dashboard) state() (state, error) {
	sessions, err := d.sessions.Sessions()
	if err != nil {
		return state{}, err
	}
	tokens, err := d.tokens()
	if err != nil {
		return state{}, err
	}
	s := state{
		Clock: d.clockState(), Settings: settingsOf(d.mock.Settings()), IdP: []idp.Session{},
		Sessions: newest(sessions), TotalSessions: len(sessions), Tokens: newest(tokens),
		Faults: newest(d.orders.listed(d.mock)), Snapshots: d.kept.listed(), Users: map[string]string{},
	}
	if d.idp != nil {
		s.IdP = newest(d.idp.Sessions())
	}
	for _, user := range d.mock.Users() {
		s.Users[user.Sub] = user.Email
	}
	return s, nil
}

func (d *dashboard) clockState() clockState {
	position := d.clock.Position()
	return clockState{OffsetSeconds: position.Offset.Seconds(), FrozenAt: position.Frozen}
}

// tokens leaves out what has expired altogether: nobody holds anything of use then.
func (d *dashboard) tokens() ([]tokens, error) {
	families, err := d.mock.RefreshTokens()
	if err != nil {
		return nil, err
	}
	now := d.clock.Now()
	list := []tokens{}
	for _, issued := range d.mock.Issued() {
		if issued.SID == "" {
			continue // an application in its own name
		}
		t := tokens{
			ClientID: issued.ClientID, Sub: issued.Sub, SID: issued.SID, Audience: issued.Audience, IssuedAt: issued.Time,
			AccessTokenExpires: issued.AccessTokenExpires, IDTokenExpires: issued.IDTokenExpires, Refresh: []refreshTokenFamily{},
		}
		for _, f := range families {
			if f.ClientID == t.ClientID && f.SID == t.SID && f.Audience == t.Audience {
				t.Refresh = append(t.Refresh, f)
			}
		}
		if len(t.Refresh) > 0 || now.Before(t.AccessTokenExpires) || now.Before(t.IDTokenExpires) {
			list = append(list, t)
		}
	}
	return list, nil
}

func newest[T any](list []T) []T { return list[max(0, len(list)-maxShown):] }
