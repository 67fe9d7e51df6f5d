package client

import (
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// A page that may have a session asks the server before this module is there: the
// question that the module asked last is kept with the hint, but for what may not be
// used twice, and web/early.js puts it with values of its own.
//
// It counts as if it had been asked here, and on the same terms: the record is read
// first, and what is shown is what came after. Nothing is taken from the page but the
// values that the module would have drawn: the address has to be, to the letter, the one
// that it would have made of them. So it is with the code that comes of it: the loader
// has redeemed it, and hands that answer over to whoever makes the very same request.

// earlyPatience is how old such a question may be, in milliseconds: longer under way, and
// its code may be worth nothing any more.
const earlyPatience = 10_000

// Early is a question that is under way.
type Early struct {
	URL                    string
	State, Nonce, Verifier string
	At                     deadline.Instant // when it went out
	Hint                   string           // the hint that it was asked by, as it was stored
	Frame                  Frame            // takes its frame over, in the place of opening one
	Drop                   func()           // takes the frame out of the page, if it is there

	stale bool
}

// takeEarly is the question that this one finds asked already, nil if there is none.
func (c *Client) takeEarly(a *ask) *Early {
	if !a.begin || a.window != nil || c.ports.Early == nil {
		return nil
	}
	early := c.ports.Early()
	if early != nil && early.At.Elapsed(c.ports.Now()) > earlyPatience {
		early.drop()
		return nil
	}
	return early
}

// since has the question count from when it went out early, unless a session was
// begun or touched since: of that its answer may not tell. A login's instant may lie
// before, so that the hint has to say so, too: it is written anew before each record.
func (b *sent) since(early *Early, r tabs.Record, hint string) {
	if early == nil {
		return
	}
	at := b.at.Ago(early.At.Elapsed(b.at))
	if hint != early.Hint || r.State == tabs.Active && r.TouchedAt >= at.Wall {
		early.stale = true
		return
	}
	b.at = at
}

// serves has p take over the values that went out, and tells whether there are any.
func (e *Early) serves(p *proof) bool {
	if e == nil {
		return false
	}
	p.State, p.Nonce, p.Verifier = e.State, e.Nonce, e.Verifier
	return true
}

func (e *Early) drop() {
	if e != nil {
		e.Drop()
	}
}

// question is what is kept of one that was answered, "" if it is not to be repeated:
// it names a user, or is nobody's but this one's.
func (c *Client) question(a *ask, m *oidc.Metadata, r *oidc.AuthorizationRequest) string {
	if !a.begin || a.window != nil || m.PushEndpoint != "" || r.DPoPKey != "" || r.ResponseMode == "" ||
		r.LoginHint != "" || r.Extra.Has("login_hint") || r.Extra.Has("id_token_hint") || strings.Contains(m.AuthorizationEndpoint, "?") {
		return ""
	}
	blank := *r
	blank.State, blank.Nonce, blank.CodeChallenge = "", "", ""
	return blank.Params().Encode()
}
