package modal

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// Shown is Model, less what the app shows itself: an end, unless end is dialog or "".
func Shown(s client.Snapshot, left int64, say Strings, end client.OnSessionEnd) View {
	if s.Status == deadline.Ended && end != "" && end != client.EndDialog {
		return View{}
	}
	return Model(s, left, say)
}

// Model is what is to be seen of s. left is milliseconds to the nearer deadline;
// it matters in a warning alone.
func Model(s client.Snapshot, left int64, say Strings) View {
	switch s.Status {
	case deadline.Warning:
		return warning(s, left, say)
	case deadline.Idle:
		return idle(s, say)
	case deadline.Ended:
		return ended(s, say)
	case deadline.SignedOut:
		if s.Reason == client.ReasonUserChanged {
			return userChanged(say)
		}
	case deadline.Active:
		return View{Spoken: say.Sentence(SessionGoesOn)}
	}
	return View{}
}

func warning(s client.Snapshot, left int64, say Strings) View {
	v := View{
		Form:      FormDialog,
		Seconds:   seconds(left),
		Countdown: say.Left(left),
		Remaining: remaining(s, left),
		PageTitle: say.Sentence(LastWarningTitle),
	}
	if s.WarningKind == deadline.KindAbsolute || needsLogin(s) {
		return lastWarning(v, s, say)
	}
	v.Kind = KindIdleWarning
	v.Title = say.Sentence(WarningTitle)
	v.Body = say.Sentence(WarningBody)
	v.Spoken = v.Countdown
	extend := Button{Action: Continue, Label: say.Sentence(ContinueLabel)}
	switch {
	case s.Pending:
		v.Hint = say.Sentence(AskingHint)
		extend.Label, extend.Busy = say.Sentence(AskingLabel), true
	case s.Err != nil:
		v.Error = say.Sentence(cause(s))
		extend = Button{Action: TryAgain, Label: say.Sentence(TryAgainLabel)}
	case s.Offline:
		v.Hint = say.Sentence(ErrorOffline)
	}
	v.Buttons = []Button{extend, {Action: LogOut, Label: say.Sentence(LogOutLabel)}}
	v.Escape = extend.Action
	return v
}

// lastWarning is a warning in which Continue would buy nothing.
func lastWarning(v View, s client.Snapshot, say Strings) View {
	v.Kind = KindLastWarning
	v.Title = say.Sentence(LastWarningTitle)
	v.Body = say.Sentence(LastWarningBody)
	if s.WarningKind == deadline.KindAbsolute {
		v.Body = say.Sentence(AbsoluteBody)
	}
	return toLogIn(v, s, say, LastWarningBar)
}

func idle(s client.Snapshot, say Strings) View {
	v := toLogIn(View{
		Kind:  KindIdle,
		Title: say.Sentence(IdleTitle),
		Body:  say.Sentence(IdleBody),
	}, s, say, IdleBar)
	if v.Form == FormBar {
		return v
	}
	switch {
	case s.Pending:
		v.Hint = say.Sentence(AskingHint)
	case s.Err != nil:
		v.Error = say.Sentence(cause(s))
		if !needsLogin(s) {
			v.Buttons = append(v.Buttons[:1:1],
				Button{Action: TryAgain, Label: say.Sentence(TryAgainLabel)}, v.Buttons[1])
		}
	}
	return v
}

func ended(s client.Snapshot, say Strings) View {
	v := View{
		Kind:  KindEnded,
		Title: say.Sentence(EndedTitle),
		Body:  say.Sentence(EndedBody),
	}
	if s.Reason == client.ReasonAbsolute {
		v.Body = say.Sentence(EndedAbsoluteBody)
	}
	return toLogIn(v, s, say, EndedBar)
}

func userChanged(say Strings) View {
	return View{
		Form:      FormDialog,
		Kind:      KindUserChanged,
		Title:     say.Sentence(UserChangedTitle),
		Body:      say.Sentence(UserChangedBody),
		Spoken:    say.Sentence(UserChangedBody),
		Buttons:   []Button{{Action: Reload, Label: say.Sentence(ReloadLabel)}},
		PageTitle: say.Sentence(UserChangedTitle),
	}
}

// toLogIn completes what a login ends: the dialog with Log in and Not now, or,
// once it was put away, the bar with its one sentence.
func toLogIn(v View, s client.Snapshot, say Strings, bar Key) View {
	login := Button{Action: LogIn, Label: say.Sentence(LogInLabel)}
	if s.Dismissed {
		return View{
			Form:    FormBar,
			Kind:    v.Kind,
			Title:   say.Sentence(BarTitle),
			Body:    say.Sentence(bar),
			Buttons: []Button{login},
		}
	}
	v.Form = FormDialog
	v.Spoken = say.Sentence(bar)
	v.Buttons = []Button{login, {Action: NotNow, Label: say.Sentence(NotNowLabel)}}
	v.Escape = NotNow
	v.PageTitle = v.Title
	return v
}

// seconds rounds up: at 0 nothing is left.
func seconds(left int64) int64 { return (max(left, 0) + 999) / 1000 }

// remaining is how much of the warning is still to come, from 1 to 0.
func remaining(s client.Snapshot, left int64) float64 {
	total := nearer(s) - s.WarningAt
	if total <= 0 {
		return 0
	}
	return min(max(float64(left)/float64(total), 0), 1)
}

// nearer is the deadline that a warning counts down to, in milliseconds since
// 1970; 0 where there is none.
func nearer(s client.Snapshot) int64 {
	if s.AbsoluteDeadline == 0 {
		return s.IdleDeadline
	}
	if s.IdleDeadline == 0 {
		return s.AbsoluteDeadline
	}
	return min(s.IdleDeadline, s.AbsoluteDeadline)
}
