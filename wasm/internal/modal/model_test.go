package modal

import (
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// warned is a good idle warning: one minute long, 42 seconds to go.
func warned() client.Snapshot {
	return client.Snapshot{
		Status:       deadline.Warning,
		WarningKind:  deadline.KindIdle,
		WarningAt:    1_000_000,
		IdleDeadline: 1_060_000,
	}
}

func failed(code oidc.Code) *oidc.Error { return &oidc.Error{Code: code, Message: "secret detail"} }

// row is one deviation from the good warning, and what is to be seen of it.
type row struct {
	name    string
	change  func(s *client.Snapshot)
	form    Form
	kind    Kind
	title   Key
	body    Key
	error   Key
	hint    Key
	buttons string // actions, the busy ones with a star
	escape  Action
	page    Key
}

func with(change func(s *client.Snapshot)) func(s *client.Snapshot) { return change }

func to(status deadline.Status) func(s *client.Snapshot) {
	return func(s *client.Snapshot) { s.Status, s.WarningKind = status, deadline.NoKind }
}

func and(changes ...func(s *client.Snapshot)) func(s *client.Snapshot) {
	return func(s *client.Snapshot) {
		for _, change := range changes {
			change(s)
		}
	}
}

func pending(s *client.Snapshot)   { s.Pending = true }
func dismissed(s *client.Snapshot) { s.Dismissed = true }
func offline(s *client.Snapshot)   { s.Offline = true }
func absolute(s *client.Snapshot)  { s.WarningKind = deadline.KindAbsolute }

func failing(code oidc.Code) func(s *client.Snapshot) {
	return func(s *client.Snapshot) { s.Err = failed(code) }
}

func because(reason client.Reason) func(s *client.Snapshot) {
	return func(s *client.Snapshot) { s.Reason = reason }
}

func rows() []row {
	none := func(name string, change func(s *client.Snapshot)) row { return row{name: name, change: change} }
	warning := row{form: FormDialog, kind: KindIdleWarning, title: WarningTitle, body: WarningBody,
		buttons: "continue log-out", escape: Continue, page: LastWarningTitle}
	last := row{form: FormDialog, kind: KindLastWarning, title: LastWarningTitle, body: AbsoluteBody,
		buttons: "log-in not-now", escape: NotNow, page: LastWarningTitle}
	idle := row{form: FormDialog, kind: KindIdle, title: IdleTitle, body: IdleBody,
		buttons: "log-in not-now", escape: NotNow, page: IdleTitle}
	ended := row{form: FormDialog, kind: KindEnded, title: EndedTitle, body: EndedBody,
		buttons: "log-in not-now", escape: NotNow, page: EndedTitle}
	changed := row{form: FormDialog, kind: KindUserChanged, title: UserChangedTitle, body: UserChangedBody,
		buttons: "reload", page: UserChangedTitle}
	bar := func(kind Kind, body Key) row {
		return row{form: FormBar, kind: kind, title: BarTitle, body: body, buttons: "log-in"}
	}
	from := func(r row, name string, change func(s *client.Snapshot), edits ...func(r *row)) row {
		r.name, r.change = name, change
		for _, edit := range edits {
			edit(&r)
		}
		return r
	}
	again := func(key Key) func(r *row) {
		return func(r *row) { r.error, r.buttons, r.escape = key, "try-again log-out", TryAgain }
	}
	return []row{
		none("loading", to(deadline.Loading)),
		none("loading, failing", and(to(deadline.Loading), failing("timeout"), offline)),
		none("active", to(deadline.Active)),
		none("active, failing", and(to(deadline.Active), failing("timeout"))),
		none("active, pending", and(to(deadline.Active), pending)),
		none("active, dismissed before", and(to(deadline.Active), dismissed)),
		none("signed out", to(deadline.SignedOut)),
		none("signed out by logout", and(to(deadline.SignedOut), because(client.ReasonLogout))),
		none("signed out elsewhere", and(to(deadline.SignedOut), because(client.ReasonLogoutElsewhere))),

		from(changed, "user changed", and(to(deadline.SignedOut), because(client.ReasonUserChanged))),
		from(changed, "user changed cannot be put away", and(to(deadline.SignedOut), because(client.ReasonUserChanged), dismissed)),

		from(warning, "warning", with(func(*client.Snapshot) {})),
		from(warning, "warning cannot be put away", dismissed),
		from(warning, "warning, pending", pending, func(r *row) { r.hint, r.buttons = AskingHint, "continue* log-out" }),
		from(warning, "warning, pending after a failure", and(pending, failing("timeout")),
			func(r *row) { r.hint, r.buttons = AskingHint, "continue* log-out" }),
		from(warning, "warning, offline not yet met", offline, func(r *row) { r.hint = ErrorOffline }),
		from(warning, "warning, offline", and(offline, failing("offline")), again(ErrorOffline)),
		from(warning, "warning, server silent", failing("as_unreachable"), again(ErrorUnreachable)),
		from(warning, "warning, error page", failing("as_error_page"), again(ErrorServer)),
		from(warning, "warning, 5xx", failing("server_error"), again(ErrorServer)),
		from(warning, "warning, timeout", failing("timeout"), again(ErrorTimeout)),
		from(warning, "warning, lock", failing("lock"), again(ErrorLock)),
		from(warning, "warning, forged answer", failing("id_token_signature"), again(ErrorOther)),
		from(warning, "warning, server wants the user", failing("interaction_required"), func(r *row) {
			*r = last
			r.body, r.name, r.change = LastWarningBody, "warning, server wants the user", failing("interaction_required")
		}),

		from(last, "last warning", absolute),
		from(last, "last warning, failing", and(absolute, failing("timeout"))),
		from(bar(KindLastWarning, LastWarningBar), "last warning put away", and(absolute, dismissed)),
		from(bar(KindLastWarning, LastWarningBar), "cookies blocked, put away", and(failing("cookies_blocked"), dismissed)),

		from(idle, "idle", to(deadline.Idle)),
		from(idle, "idle, recheck in flight", and(to(deadline.Idle), pending), func(r *row) { r.hint = AskingHint }),
		from(idle, "idle, recheck failed", and(to(deadline.Idle), failing("offline")),
			func(r *row) { r.error, r.buttons = ErrorOffline, "log-in try-again not-now" }),
		from(idle, "idle, server wants the user", and(to(deadline.Idle), failing("consent_required")),
			func(r *row) { r.error = ErrorNeedsLogin }),
		from(bar(KindIdle, IdleBar), "idle put away", and(to(deadline.Idle), dismissed)),
		from(bar(KindIdle, IdleBar), "idle put away, failing", and(to(deadline.Idle), dismissed, failing("offline"))),

		from(ended, "ended", and(to(deadline.Ended), because(client.ReasonLoginRequired))),
		from(ended, "ended, a late failure", and(to(deadline.Ended), failing("timeout"))),
		from(ended, "ended at the absolute deadline", and(to(deadline.Ended), because(client.ReasonAbsolute)),
			func(r *row) { r.body = EndedAbsoluteBody }),
		from(bar(KindEnded, EndedBar), "ended put away", and(to(deadline.Ended), dismissed)),
	}
}

func TestModel(t *testing.T) {
	english := English()
	for _, row := range rows() {
		t.Run(row.name, func(t *testing.T) {
			s := warned()
			row.change(&s)
			v := Model(s, 42_000, english)
			got := []any{v.Form, v.Kind, v.Title, v.Body, v.Error, v.Hint, actions(v), v.Escape, v.PageTitle}
			want := []any{row.form, row.kind, text(row.title), text(row.body), text(row.error), text(row.hint),
				row.buttons, row.escape, text(row.page)}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			counts := v.Form == FormDialog && (v.Kind == KindIdleWarning || v.Kind == KindLastWarning)
			if counts != (v.Countdown == "Your session ends in 42 seconds.") || counts != (v.Seconds == 42) {
				t.Errorf("countdown %q, %d seconds; a number is wanted: %v", v.Countdown, v.Seconds, counts)
			}
			if v.Error != "" && v.Hint != "" {
				t.Errorf("both an error %q and a hint %q", v.Error, v.Hint)
			}
			if strings.Contains(v.Error, "secret detail") {
				t.Errorf("the message for developers is shown: %q", v.Error)
			}
		})
	}
}

// text is the English sentence; no key is no text.
func text(key Key) string { return English().Sentence(key) }

func actions(v View) string {
	var names []string
	for _, button := range v.Buttons {
		name := string(button.Action)
		if button.Busy {
			name += "*"
		}
		if button.Label == "" {
			name += " without a label"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

func TestBusyContinueStillSaysSo(t *testing.T) {
	s := warned()
	s.Pending = true
	primary := Model(s, 42_000, English()).Buttons[0]
	if primary.Label != "Asking…" || !primary.Busy {
		t.Errorf("got %+v, want a busy Asking…", primary)
	}
}

func TestOffers(t *testing.T) {
	s := warned()
	if v := Model(s, 1, English()); !v.offers(Continue) || !v.offers(LogOut) || v.offers(TryAgain) || v.offers(NoAction) {
		t.Errorf("a warning offers %s", actions(v))
	}
	s.Pending = true
	if v := Model(s, 1, English()); v.offers(Continue) || !v.offers(LogOut) {
		t.Errorf("a pending warning offers %s", actions(v))
	}
}

func TestCountdownRoundsUpAndEndsAtZero(t *testing.T) {
	for _, row := range []struct {
		left      int64
		sentence  string
		remaining float64
	}{
		{60_000, "Your session ends in 60 seconds.", 1},
		{59_999, "Your session ends in 60 seconds.", 59_999.0 / 60_000},
		{30_000, "Your session ends in 30 seconds.", 0.5},
		{1_000, "Your session ends in 1 second.", 1.0 / 60},
		{1, "Your session ends in 1 second.", 1.0 / 60_000},
		{0, "Your session ends in 0 seconds.", 0},
		{-5_000, "Your session ends in 0 seconds.", 0},
		{119_000, "Your session ends in 119 seconds.", 1},
		{120_000, "Your session ends in 2 minutes.", 1},
		{179_000, "Your session ends in 2 minutes.", 1},
		{299_500, "Your session ends in 5 minutes.", 1},
	} {
		v := Model(warned(), row.left, English())
		if v.Countdown != row.sentence || v.Remaining != row.remaining {
			t.Errorf("%d ms: %q, %v; want %q, %v", row.left, v.Countdown, v.Remaining, row.sentence, row.remaining)
		}
	}
}

func TestRemainingCountsToTheNearerDeadline(t *testing.T) {
	for _, row := range []struct {
		name           string
		idle, absolute int64
		want           float64
	}{
		{"idle alone", 1_060_000, 0, 0.5},
		{"absolute later", 1_060_000, 9_000_000, 0.5},
		{"absolute nearer", 1_060_000, 1_030_000, 1},
		{"absolute alone", 0, 1_120_000, 0.25},
		{"none", 0, 0, 0},
	} {
		s := warned()
		s.IdleDeadline, s.AbsoluteDeadline = row.idle, row.absolute
		if got := Model(s, 30_000, English()).Remaining; got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}
