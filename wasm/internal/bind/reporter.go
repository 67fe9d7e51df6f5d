//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// reporter brings what the client tells to the loader and to the dialog.
type reporter struct {
	module  *module
	session *session

	// What has an identity of its own keeps it from snapshot to snapshot, so
	// that apps need not render again what is not new.
	user    *client.User
	userJS  jsx.Value
	err     *oidc.Error
	errorJS jsx.Value
}

func newReporter(m *module, s *session) client.Observer {
	r := &reporter{module: m, session: s}
	return client.Observer{Changed: r.changed, Happened: r.happened, Countdown: r.countdown}
}

func (r *reporter) changed(s client.Snapshot) {
	snapshot, err := jsx.ToJS(map[string]any{
		"status":           string(s.Status),
		"user":             r.userOf(s.User),
		"reason":           orUndefined(string(s.Reason)),
		"idleDeadline":     instant(s.IdleDeadline),
		"absoluteDeadline": instant(s.AbsoluteDeadline),
		"warningAt":        instant(s.WarningAt),
		"warningKind":      orUndefined(string(s.WarningKind)),
		"pending":          s.Pending,
		"offline":          s.Offline,
		"error":            r.errorOf(s.Err),
	})
	if err == nil {
		_, err = r.session.sink.Call("changed", snapshot)
	}
	r.must(err)
	if r.session.dialog != nil {
		r.session.dialog.show(s)
	}
}

// happened: where an event brings a snapshot, the loader has it.
func (r *reporter) happened(e client.Event) {
	var err error
	switch e.Type {
	case client.EventError:
		_, err = r.session.sink.Call("happened", string(e.Type), r.errorOf(e.Err))
	case client.EventLifetimeMismatch:
		_, err = r.session.sink.Call("happened", string(e.Type), map[string]any{"observedIdle": e.ObservedIdle})
	default:
		_, err = r.session.sink.Call("happened", string(e.Type))
	}
	r.must(err)
}

func (r *reporter) countdown(left int64) {
	if r.session.dialog != nil {
		r.session.dialog.countdown(left)
	}
}

func (r *reporter) userOf(user *client.User) jsx.Value {
	if user == nil {
		r.user, r.userJS = nil, jsx.Undefined()
	} else if user != r.user {
		value, err := jsx.ToJS(map[string]any(user.Claims))
		r.must(err)
		r.user, r.userJS = user, value
	}
	return r.userJS
}

func (r *reporter) errorOf(err *oidc.Error) jsx.Value {
	if err == nil {
		r.err, r.errorJS = nil, jsx.Undefined()
	} else if err != r.err {
		r.err, r.errorJS = err, r.module.failure(err)
	}
	return r.errorJS
}

// must ends the program: the loader's side of the sink does not throw, and a
// client whose snapshots nobody gets would show a session that is long gone.
func (r *reporter) must(err error) {
	if err != nil {
		panic("bind: the loader refuses a report: " + err.Error())
	}
}

// instant is undefined where there is none.
func instant(ms int64) any {
	if ms == 0 {
		return jsx.Undefined()
	}
	return ms
}
