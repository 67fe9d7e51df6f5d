package modal

// View is what is to be seen of a session. The zero View is nothing.
type View struct {
	Form Form
	Kind Kind

	Title     string
	Body      string  // describes the dialog; it does not change while the kind stands
	Countdown string  // "" where no time runs
	Seconds   int64   // what Countdown counts, rounded up; 0 without one
	Remaining float64 // of the time that the warning began with: from 1 down to 0
	Error     string  // the cause why the last attempt failed
	Hint      string  // what goes on meanwhile; never beside Error
	Spoken    string  // said when this view takes the place of another dialog

	Buttons   []Button // the first is the primary one and has the focus
	Escape    Action   // what Esc stands for; NoAction: the dialog cannot be put away
	PageTitle string   // stands before the page's own title while the tab is hidden
}

// Form is how much of the page a View takes.
type Form uint8

// The forms.
const (
	FormNone   Form = iota
	FormDialog      // modal: the page behind it is inert
	FormBar         // a line at the edge of the page: the dialog was put away
)

// Kind is what a View is about. When it changes the dialog says something new:
// it is spoken, and the focus goes to the primary button.
type Kind string

// The kinds.
const (
	KindNone        Kind = ""
	KindIdleWarning Kind = "idle-warning" // Continue keeps the session
	KindLastWarning Kind = "last-warning" // only a login helps
	KindIdle        Kind = "idle"         // the deadline has passed here
	KindEnded       Kind = "ended"        // the server has said so
	KindUserChanged Kind = "user-changed" // what the page shows is somebody else's
)

// Action is what a user can ask for.
type Action string

// The actions, each a field of Actions.
const (
	NoAction Action = ""
	Continue Action = "continue"
	TryAgain Action = "try-again"
	LogOut   Action = "log-out"
	LogIn    Action = "log-in"
	NotNow   Action = "not-now"
	Reload   Action = "reload"
)

// Button is one thing to press.
type Button struct {
	Action Action
	Label  string
	// Busy is a button whose answer is on its way. It keeps the focus and does
	// nothing: a disabled one would lose the keyboard's place in the dialog.
	Busy bool
}

// status is the one line under the text that comes and goes.
func (v View) status() string {
	if v.Error != "" {
		return v.Error
	}
	return v.Hint
}

// offers tells whether a press on action does something now.
func (v View) offers(action Action) bool {
	for _, button := range v.Buttons {
		if button.Action == action {
			return !button.Busy
		}
	}
	return false
}
