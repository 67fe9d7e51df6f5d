//go:build js

package modal

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// Config is what a Dialog needs. Every field that names no default must be given.
type Config struct {
	Style      string    // URL of spa-session.css, whatever its name is there
	Container  jsx.Value // the element that takes the host in; default document.body
	Strings    Strings   // what it says
	AnnounceAt []int64   // seconds before the deadline at which it speaks; nil: 30, 20, 10
	// OnSessionEnd other than dialog leaves an ended session to the app.
	OnSessionEnd client.OnSessionEnd
	Now          func() deadline.Instant
	Wake         client.Wake
	// Failed hears what the page refused. The next Show or Countdown tries again.
	Failed func(error)
}

// Actions are what the user can ask for. Each must be given, and is called in a
// goroutine of its own: it may take its time. What came of it is told by Show.
type Actions struct{ Continue, TryAgain, LogOut, LogIn, NotNow, Reload func() }

func (a Actions) of(action Action) func() {
	switch action {
	case Continue:
		return a.Continue
	case TryAgain:
		return a.TryAgain
	case LogOut:
		return a.LogOut
	case LogIn:
		return a.LogIn
	case NotNow:
		return a.NotNow
	default:
		return a.Reload
	}
}

// Dialog is the timeout dialog of one page. Its methods and callbacks never
// block, and there is one thread: so they never overlap. A lock would be worse
// than useless: an app that presses our button while it hears of our focus would
// wait for itself.
type Dialog struct {
	config  Config
	actions Actions
	scope   *jsx.Scope
	dom     *dom
	tree    *tree
	tab     tabTitle
	focus   focus

	announcer *Announcer
	snapshot  client.Snapshot
	left      int64 // milliseconds to the nearer deadline
	view      View  // what is shown of them

	phase     phase
	acted     bool   // what happens next is the user's doing in this dialog
	endShield func() // while shielded: cancels the wake that ends it

	styled  bool // the style sheet is there, or is waited for no more
	waiting bool // something is to be shown once it is
}

// New makes a dialog and loads its style sheet. Nothing is seen before Show. It ends
// with scope, or by Close.
func New(scope *jsx.Scope, config Config, actions Actions) (*Dialog, error) {
	page, err := newDOM()
	if err != nil {
		return nil, err
	}
	d := &Dialog{
		config:    config,
		actions:   actions,
		dom:       page,
		announcer: NewAnnouncer(config.AnnounceAt),
	}
	d.tree = newTree(page, config.Strings, config.Style)
	d.attach()
	if err := page.take(); err != nil {
		return nil, err
	}
	d.scope = scope.Sub()
	d.scope.Defer(func() {
		part.Here()
		d.remove()
	})
	if err := d.listen(); err != nil {
		d.scope.Close()
		return nil, err
	}
	return d, nil
}

// Show brings the page in line with s.
func (d *Dialog) Show(s client.Snapshot) {
	d.snapshot = s
	d.left = nearer(s) - d.config.Now().Wall
	v := d.model()
	if v.Form == FormDialog && !s.Pending {
		d.acted = false // what the user asked for has come to its end
	}
	d.show(v)
}

// Countdown says how many milliseconds are left of a warning. It is wanted about
// once a second, also while the page is hidden: the tab's title counts too.
func (d *Dialog) Countdown(left int64) {
	d.left = left
	d.show(d.model())
}

// Close takes the dialog off the page and frees what it holds.
func (d *Dialog) Close() { d.scope.Close() }

func (d *Dialog) model() View {
	return Shown(d.snapshot, d.left, d.config.Strings, d.config.OnSessionEnd)
}

func (d *Dialog) show(v View) {
	if d.scope.Context().Err() != nil || d.awaitsSheet(v) {
		return
	}
	anew := v.Kind != d.view.Kind || d.phase != opened
	d.view = v
	spoken := d.announcer.Next(v, d.left, !d.hidden())
	switch v.Form {
	case FormDialog:
		d.tree.fillDialog(d.dom, v, anew)
		d.open(anew)
	default:
		d.close()
	}
	d.tree.fillBar(d.dom, v)
	d.speak(spoken)
	d.retitle()
	d.report()
}

// urgent is how many seconds of a warning are too few to wait for a screen reader
// that is in the middle of something else: the least that WCAG 2.2.1 asks for.
const urgent = 20

// speak has a screen reader say a sentence; "" leaves the last one to be found.
func (d *Dialog) speak(sentence string) {
	if sentence == "" {
		return
	}
	live := "polite"
	if d.view.Countdown != "" && d.view.Seconds <= urgent {
		live = "assertive"
	}
	d.dom.attribute(d.tree.live, "aria-live", live)
	d.dom.set(d.tree.live, "textContent", sentence)
}

func (d *Dialog) hidden() bool { return d.dom.is(d.dom.document, "hidden") }

// report hands on what the page refused since the last report.
func (d *Dialog) report() {
	if err := d.dom.take(); err != nil {
		d.config.Failed(err)
	}
}

// remove is the end of everything that is seen.
func (d *Dialog) remove() {
	d.view = View{}
	d.finish()
	d.retitle()
	d.dom.call(d.tree.host, "remove")
	d.report()
}
