package client

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// ask is one question to the server: a silent authorization request, which
// extends its session if it agrees.
type ask struct {
	authorization Authorization
	timeout       int64 // milliseconds for the frame's answer

	// act: the user has asked for it here and now. It waits less for the lock,
	// and its failure does not space out later attempts.
	act bool
	// window is where the user sees the question, nil for a hidden frame.
	window *Window
	// refresh: the question is put by refresh token. One tab at a time may do so:
	// a rotated token that two send at once looks stolen (RFC 9700 4.14.2).
	refresh bool
	// quiet: the answer does not extend the server's session.
	quiet bool
	// begin: no session need be known; an answer begins one.
	begin bool
	// gate is asked at the instant of sending: after the lock, which a question that
	// went out early does without, after the record was read, before each retry.
	// send=false without an error means that the question has become moot.
	gate func(s *state, now deadline.Instant) (send bool, err error)
}

// sent is what was true when a question went out. Answers count only for that.
type sent struct {
	at     deadline.Instant
	epoch  tabs.Epoch
	touchN int64
	state  tabs.State
}

// flowGrace is what a flow may take beyond the frame's answer: the token
// request, and the key set after a rotation.
const flowGrace = 4000

// touch asks the server. A refusal that crossed another tab's touch is asked
// once more; the server may have had another session in mind.
func (c *Client) touch(ctx context.Context, question *ask) (*Token, error) {
	full := *question
	full.authorization = full.authorization.with(c.config.Authorization)
	a := &full
	defer c.ports.Record.Hold()()
	if early := c.takeEarly(a); early != nil {
		// It went out without the lock: to wait for that now would serve nobody.
		if token, again, err := c.attempt(ctx, a, &Lease{}, early); !again {
			return token, err
		}
	} else if a.begin && look(c, func(s *state) bool { return s.shared.State == tabs.None }) {
		c.read(ctx) // whoever waits for the lock compares with what was
	}
	lease, err := c.lock(ctx, a)
	if err != nil {
		return nil, c.failed(a, err)
	}
	defer lease.Release()
	token, again, err := c.attempt(ctx, a, lease, nil)
	if again {
		token, _, err = c.attempt(ctx, a, lease, nil)
	}
	if robbed(lease) {
		// That the server was touched still counts; the tokens may be stale.
		c.change(func(s *state) { s.tokens = nil })
		return nil, failure(LockFailed, "another tab took over the renewal")
	}
	return token, err
}

// attempt asks once. again: its outcome says nothing of the session, which has to be
// asked for once more.
func (c *Client) attempt(ctx context.Context, a *ask, lease *Lease, early *Early) (token *Token, again bool, err error) {
	defer early.drop()
	if a.refresh || a.window != nil {
		c.claim(ctx, nil)
	} else {
		c.read(ctx) // what is asked in a frame is claimed while that is under way
	}
	if robbed(lease) { // while this tab was frozen: another is at work
		return nil, false, c.failed(a, failure(LockFailed, "another tab took over the renewal"))
	}
	if a.refresh {
		if token, found := c.sharedToken(ctx, &a.authorization); found {
			return &token, false, nil // another tab was quicker
		}
	}
	before, send, err := c.sending(a, early)
	if err != nil || !send {
		return nil, false, err
	}
	if early != nil && early.stale {
		return nil, true, nil
	}
	if err := c.storm(&a.authorization); err != nil {
		return nil, false, c.failed(a, err)
	}
	if !a.act {
		c.count(&a.authorization)
	}
	bounded, end := c.within(ctx, a.timeout+flowGrace, failure(Timeout, "the server did not answer in time"))
	defer end()
	g, err := c.obtain(bounded, a, early)
	if err == nil {
		err = c.confirm(ctx, a, before, g)
		return &g.token, false, err
	}
	e := coded(err)
	if early != nil && e.Code == oidc.InvalidGrant {
		return nil, true, nil // its code was old, or spent: that says nothing of the session
	}
	if e.Code == Timeout && !c.ports.Activity.Online() {
		e = offline() // the network went while the answer was waited for
	}
	if a.act && e.Code != NoNetwork {
		c.count(&a.authorization)
	}
	if a.refresh && e.Code == oidc.InvalidGrant {
		return nil, false, e // says nothing about the server's session: that may be asked
	}
	dead := e.Code == oidc.InvalidGrant && a.window == nil && c.blocked() // nothing else can tell of the session
	if dead || e.Code == oidc.LoginRequired && c.plain(a, e) {
		if err := c.rest(ctx); err != nil {
			return nil, false, c.failed(a, err)
		}
		again, err = c.refused(ctx, a, before, e)
		return nil, again, err
	}
	return nil, false, c.failed(a, e)
}

// sending passes the gate and notes what is true at this instant, or was when the
// question went out early.
func (c *Client) sending(a *ask, early *Early) (before sent, send bool, err error) {
	now := c.ports.Now()
	hint := ""
	if early != nil {
		hint, _, _ = c.ports.Store.Get(PerSite, c.hintKey()) // what cannot be read is another
	}
	c.change(func(s *state) {
		before.at, before.epoch, before.touchN, before.state = now, s.shared.Epoch, s.shared.TouchN, s.shared.State
		if send, err = a.gate(s, now); send && err == nil && !a.act && !a.quiet {
			s.machine = s.machine.Send(now)
		}
		before.since(early, s.shared, hint)
	})
	return before, send, err
}

// endReason tells the end that everybody knew of from the others.
func endReason(m deadline.Machine, now deadline.Instant) Reason {
	if m.Expired(now) {
		return ReasonAbsolute
	}
	return ReasonLoginRequired
}

// failed notes a failure that says nothing about the session.
func (c *Client) failed(a *ask, err error) error {
	e := coded(err)
	now := c.ports.Now()
	c.change(func(s *state) {
		s.machine = s.machine.Sent()
		if status := s.view(s.asOf).Status; status == deadline.SignedOut || status == deadline.Ended {
			return // a failure that arrives there arms nothing
		}
		if e.Code == SignedOut || e.Code == Closed {
			return // nothing failed: it was given up
		}
		if e.Code == CookiesBlocked && s.view(s.asOf).Status == deadline.Loading {
			s.signOut(NoReason) // in this tab alone: the record and the hint are left
		}
		s.fail(e)
		if transient(e.Code) && (!a.act || s.ladder == deadline.Ladder{}) {
			s.ladder = s.ladder.Failed(now) // an act leaves the ladder where it is
		}
	})
	return e
}

// plain tells whether a refusal speaks of the session: the request demanded no
// more than every request does.
func (c *Client) plain(a *ask, refusal *oidc.Error) bool {
	always := c.config.Authorization.Extra
	for _, name := range []string{"max_age", "acr_values", "organization"} {
		if a.authorization.Extra.Get(name) != always.Get(name) {
			return false
		}
	}
	return !strings.Contains(refusal.Description, "ultifactor") // Auth0: "Multifactor authentication required"
}

// refused ends the session, if the answer still speaks of the one that stands:
// not of an earlier epoch, and not of a session that was touched meanwhile.
//
//go:noinline
func (c *Client) refused(ctx context.Context, a *ask, before sent, refusal *oidc.Error) (again bool, err error) {
	part.Here()
	stale, blocked := false, false
	made := c.write(ctx, func(r tabs.Record) (tabs.Record, bool) {
		part.Here()
		if blocked = a.window == nil && refusal.Code == oidc.LoginRequired && c.saysNothing(r, before); blocked {
			return c.author.Block(r), r.Silent != tabs.SilentBlocked
		}
		stale = r.State == tabs.Active && r.Epoch != before.epoch
		again = r.State == tabs.Active && r.Epoch == before.epoch && r.TouchN != before.touchN
		return c.author.End(r), r.State == tabs.Active && r.Epoch == before.epoch && !again
	})
	switch {
	case again:
		return true, refusal
	case blocked:
		return false, c.failed(a, cookiesBlocked())
	}
	if !stale {
		c.forgetHint()
	}
	now := c.ports.Now()
	observed := int64(0) // milliseconds
	c.change(func(s *state) {
		part.Here()
		s.machine = s.machine.Sent()
		switch v := s.view(now); {
		case made && s.machine.Open():
			if v.Left > 0 {
				observed = s.machine.Touch().At.Elapsed(now)
			}
			reason := endReason(s.machine, now)
			if refusal.Code == oidc.InvalidGrant {
				reason = ReasonInvalidGrant
			}
			s.ended(reason)
			if observed > 0 {
				s.machine = s.machine.Retime(s.machine.Lifetimes.Observed(observed))
			}
		case stale:
			s.wantCheck = s.wantCheck || v.Status == deadline.Loading
		case v.Status == deadline.Loading, a.begin && v.Status == deadline.SignedOut:
			s.signOut(ReasonLoginRequired)
		}
	})
	c.lookAgain(false)
	if observed > 0 {
		// Nobody signed out, and by our clock there was time left: the app was
		// told too long a lifetime, or an administrator ended the session.
		c.tell(func(o *Observer) { o.Happened(Event{Type: EventLifetimeMismatch, ObservedIdle: observed / 1000}) })
	}
	return false, refusal
}
