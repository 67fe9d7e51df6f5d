package client

import (
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// state is all that a client remembers, guarded by Client.mu. Its methods are
// pure: they are told the time and do nothing to the world.
type state struct {
	machine  deadline.Machine
	presence deadline.Presence
	input    deadline.Presence // what the user did in this tab, holds and reports left out
	holds    []*deadline.Hold
	ladder   deadline.Ladder
	tab      string      // that this is, as the record names it
	shared   tabs.Record // the greatest that was seen

	// asOf is the instant that the shown status is true of. It moves on only
	// once the record has been read: what the clock asks for may be moot.
	asOf deadline.Instant

	subject   string // of the ID token, "" before anybody is known
	who       string // its hash with salt, as the record has it
	salt      string
	user      *User
	idToken   string // kept as a hint for the logout
	idClaims  oidc.Claims
	owed      string // the ID token of a logout that the server was not told of
	loginHint string
	tokens    cache
	refresh   map[string]refreshable // by audience
	received  int64                  // wall clock at which idToken was issued
	skew      int64                  // server's clock minus ours, milliseconds; 0 before it is known
	nonce     string                 // of the login's ID token

	reason     Reason
	err        *oidc.Error
	offline    bool
	dismissed  bool
	changed    bool // another user took over: later records are ignored
	unseen     bool // the page was opened hidden: its first sight is the act
	wantCheck  bool // ask the server, once, when visible: nobody has looked yet, or a newer login was seen elsewhere
	ahead      bool // somebody has logged in, and the record does not know of it yet
	redirected bool // onSessionEnd or onIdle has led this page away
	away       bool // the window has lost the focus or is hidden
	returned   bool // it has the focus again, and nobody has looked at that yet
	rechecked  bool // the focus has had its recheck, of this idle time
	unsure     bool // the page was away: the record may know better
	wakes      int  // how often that was so
	guarded    bool // what the guard names is hidden
	mustRead   bool // another tab rang, or the page came back

	patience int64 // how long the deadline waits for an answer, milliseconds

	noFrames   bool // the page is cross-origin isolated, and the app did not say that frames load all the same
	noContinue bool // where cookies are blocked, Log in is all that can be offered

	published deadline.Instant // the last input that other tabs were told of

	snapshot Snapshot
}

// open takes in a confirmed session.
func (s *state) open(touch deadline.Touch) {
	s.machine = s.machine.Touched(touch)
	s.ladder = deadline.Ladder{}
	s.reason, s.err, s.offline, s.wantCheck = NoReason, nil, false, false
	s.ahead, s.redirected, s.rechecked = false, false, false
	s.owed = ""
}

// finish drops the local session.
func (s *state) finish(reason Reason) {
	s.reason, s.err = reason, nil
	s.user, s.idToken, s.idClaims, s.tokens, s.refresh = nil, "", nil, nil, nil
}

func (s *state) signOut(reason Reason) {
	s.machine = s.machine.SignOut()
	s.finish(reason)
	s.subject, s.who = "", ""
}

func (s *state) ended(reason Reason) {
	s.machine = s.machine.End()
	s.finish(reason)
}

// switchUser gives up a session that turned out to be another user's.
func (s *state) switchUser() {
	s.signOut(ReasonUserChanged)
	s.changed = true
}

// fail notes why a request came to nothing. The session stands as it stood.
func (s *state) fail(err *oidc.Error) {
	if err.Code != CookiesBlocked || s.err == nil || s.err.Code != CookiesBlocked {
		s.err = err // blocked cookies are told once: they stay so
	}
	s.offline = err.Code == NoNetwork
}

// adopt takes in a record that another tab may have written.
func (s *state) adopt(r tabs.Record, now deadline.Instant) {
	before := s.shared
	if s.changed || r.Compare(before) <= 0 {
		return
	}
	s.shared = r
	switch r.State {
	case tabs.Active:
		s.adoptActive(r, before, now)
	case tabs.Ended:
		if s.machine.Open() {
			s.ended(endReason(s.machine, now))
		} else if s.view(now).Status == deadline.Loading && !s.ahead {
			s.signOut(NoReason) // nobody was signed in here
		}
	case tabs.SignedOut, tabs.LogoutPending:
		switch s.view(now).Status {
		case deadline.SignedOut:
		case deadline.Loading:
			if s.ahead {
				return
			}
			s.signOut(NoReason) // nobody was signed in here
		default:
			s.signOut(ReasonLogoutElsewhere)
		}
	}
}

func (s *state) adoptActive(r, before tabs.Record, now deadline.Instant) {
	if r.ActivityAt > before.ActivityAt {
		s.presence = s.presence.Seen(deadline.At(r.ActivityAt, now), now)
	}
	newer := r.Epoch.Compare(before.Epoch) > 0
	switch {
	case s.who != "" && r.Salt != s.salt:
		s.startOver() // storage was cleared: the hashes cannot be compared
	case s.who != "" && r.Who != s.who:
		s.switchUser()
	case s.machine.Open():
		if newer || r.TouchN > before.TouchN {
			s.open(touchOf(r, now))
		} else if r.AskedAt != before.AskedAt && r.Tab != s.tab { // our own may have been given up in a freeze
			s.askedElsewhere(deadline.At(r.AskedAt, now))
		}
	case newer && s.view(now).Status != deadline.Loading:
		s.startOver()
	}
}

// askedElsewhere has the clock wait for another tab's question as for one of our
// own: a warning for a touch in flight, the deadline for Continue. It is a hint,
// and ends by itself; in idle it leads nobody back.
func (s *state) askedElsewhere(at deadline.Instant) {
	switch v := s.view(at); {
	case v.Status == deadline.Active:
		s.machine = s.machine.Send(at)
	case v.Status == deadline.Warning && v.Kind == deadline.KindIdle:
		s.machine = s.machine.Ask(at, s.patience)
	}
}

// startOver has the session that is known elsewhere checked here.
func (s *state) startOver() {
	s.machine = s.machine.Load()
	s.finish(NoReason)
	s.wantCheck = true
}

// touchOf anchors the touch that a record tells of.
func touchOf(r tabs.Record, now deadline.Instant) deadline.Touch {
	return deadline.Touch{
		At:          deadline.At(r.TouchedAt, now),
		HasAbsolute: r.AbsoluteAt != 0,
		AbsoluteIn:  r.AbsoluteAt - r.TouchedAt,
	}
}

func (s *state) view(now deadline.Instant) deadline.View { return s.machine.At(now) }

// settle lets the clock have its say.
func (s *state) settle(now deadline.Instant) {
	before := s.view(s.asOf).Status
	s.asOf = now
	after := s.view(now).Status
	if s.machine.Expired(now) {
		s.tokens = nil
	}
	if before != after && after == deadline.Warning {
		s.ladder = deadline.Ladder{}
		s.err = nil
	}
}

// act notes that the user has done something here, at now.
func (s *state) act(now deadline.Instant) {
	s.input = s.input.Seen(now, now)
	s.presence = s.presence.Seen(now, now)
}

// rebase anchors everything anew after the clocks have parted.
func (s *state) rebase(now deadline.Instant) {
	s.machine = s.machine.Rebase(now)
	s.asOf = s.asOf.Rebase(now)
	s.presence = s.presence.Rebase(now)
	s.input = s.input.Rebase(now)
	for _, h := range s.holds {
		h.Since = h.Since.Rebase(now)
	}
	s.ladder = s.ladder.Rebase(now)
}

func (s *state) snap() Snapshot {
	v := s.view(s.asOf)
	if s.noContinue && s.blocked() && v.Status == deadline.Warning {
		v.Kind = deadline.KindAbsolute
	}
	return Snapshot{
		Status:           v.Status,
		User:             s.user,
		Reason:           s.reason,
		IdleDeadline:     v.IdleDeadline,
		AbsoluteDeadline: v.AbsoluteDeadline,
		WarningAt:        v.WarningAt,
		WarningKind:      v.Kind,
		Pending:          v.Pending,
		Offline:          s.offline,
		Dismissed:        s.dismissed,
		Err:              s.err,
	}
}
