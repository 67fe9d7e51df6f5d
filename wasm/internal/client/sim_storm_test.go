package client_test

import (
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
)

// run is a login, a storm, and the calm after it.
func (s *simulation) run() {
	first := s.open(s.browser.Open(shop + "/"))
	time.Sleep(time.Second)
	s.login(first, "ada")
	s.prove()
	for range 1 + s.pick(1+s.pick(19)) {
		s.open(s.browser.Open(shop + "/"))
	}
	for range 30 {
		time.Sleep(time.Duration(s.pick(6000)) * time.Millisecond)
		s.event()
		if s.problem != "" {
			return
		}
	}
	s.calm()
	s.agree()
}

// prove has one silent request succeed: until then an early refusal would be
// taken for blocked cookies, and sign nobody out.
func (s *simulation) prove() {
	s.mu.Lock()
	s.stormy = false
	s.mu.Unlock()
	time.Sleep(time.Second)
	t := s.running()
	t.count(1)
	if err := t.ContinueSession(context.Background()); err != nil {
		s.fail("tab %d: the first silent request: %v", t.number, err)
	}
	t.count(-1)
	s.mu.Lock()
	s.stormy = true
	s.mu.Unlock()
}

// living are the tabs that have not crashed; running those that are not frozen.
func (s *simulation) living() (found []*simTab) {
	for _, t := range s.all() {
		t.mu.Lock()
		if !t.dead {
			found = append(found, t)
		}
		t.mu.Unlock()
	}
	return found
}

func (s *simulation) running() *simTab {
	var found []*simTab
	for _, t := range s.living() {
		if t.runs() {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return s.open(s.browser.Open(shop + "/"))
	}
	return found[s.pick(len(found))]
}

// event is one thing that happens to users, pages, devices or servers.
func (s *simulation) event() {
	t := s.running()
	switch n := s.pick(100); {
	case n < 34:
		s.tell("tab %d: input", t.number)
		s.seen()
		t.tab.Signal([]client.Signal{client.Input, client.Move, client.Press}[s.pick(3)])
	case n < 40:
		s.tell("tab %d: hidden", t.number)
		t.tab.Signal(client.Hidden)
	case n < 46:
		s.tell("tab %d: visible", t.number)
		s.look(t)
	case n < 52:
		s.tell("tab %d: Continue", t.number)
		s.seen()
		t.act(t.ContinueSession)
	case n < 56:
		s.tell("tab %d: a token", t.number)
		t.act(func(ctx context.Context) error {
			_, _, err := t.GetTokenSilently(ctx, client.TokenOptions{CacheMode: client.CacheOff})
			return err
		})
	case n < 59:
		s.tell("tab %d: Log out", t.number)
		s.server.mu.Lock()
		s.server.end()
		s.server.mu.Unlock()
		if err := t.Logout(context.Background(), client.LogoutOptions{LocalOnly: true}); err != nil {
			s.fail("tab %d: Log out: %v", t.number, err)
		}
	case n < 64:
		s.login(t, []string{"ada", "ada", "ada", "grace"}[s.pick(4)])
	default:
		s.accident(t, n)
	}
}

func (s *simulation) accident(t *simTab, n int) {
	switch {
	case n < 67:
		if len(s.living()) > 2 {
			s.tell("tab %d crashes", t.number)
			t.crash()
		}
	case n < 70:
		if len(s.living()) < 20 {
			s.open(s.browser.Open(shop + "/"))
		}
	case n < 73:
		s.tell("tab %d is loaded again", t.number)
		s.reload(t, shop+"/")
	case n < 80:
		s.tell("tab %d is frozen", t.number)
		if s.chance(3) {
			t.hang(true)
		} else {
			t.tab.Signal(client.Hidden)
			t.tab.Signal(client.Freeze)
		}
		t.freeze()
	case n < 86:
		for _, frozen := range s.living() {
			if !frozen.runs() {
				s.thaw(frozen)
				break
			}
		}
	case n < 89:
		d := time.Duration(s.pick(120)) * time.Second
		s.tell("the device sleeps for %s", d)
		s.server.mu.Lock()
		s.server.slept += d
		s.server.mu.Unlock()
		s.browser.Clock.SetBy(d)
		s.mu.Lock()
		// A tab that has not looked since the wall clock was set back, and hidden ones look
		// every thirty seconds, cannot know that the device slept: a limit of design section 7.
		if now := s.browser.Clock.Now(); !s.stepped.Zero() && now.Mono-s.stepped.Mono <= 30_000 {
			s.stepped = now
		}
		s.mu.Unlock()
	case n < 91:
		d := time.Duration(s.pick(7200)-3600) * time.Second
		s.tell("the wall clock is set by %s", d)
		s.browser.Clock.SetBy(d)
		s.mu.Lock()
		s.stepped = s.browser.Clock.Now()
		s.mu.Unlock()
	default:
		s.serverEvent(n)
	}
}

func (s *simulation) serverEvent(n int) {
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	switch {
	case n < 95:
		s.server.down = !s.server.down
		s.tell("the server is down: %t", s.server.down)
	case n < 97:
		s.server.end()
		s.tell("an administrator ends the session")
	case s.server.alive():
		s.server.touched = s.server.now()
		s.tell("another app touches the session")
	}
}

func (s *simulation) thaw(t *simTab) {
	s.tell("tab %d is thawed", t.number)
	t.resume()
	t.tab.Signal(client.Resume)
	s.look(t)
}

// look is the user's sight of a page: the first is as good as its opening.
func (s *simulation) look(t *simTab) {
	if t.Snapshot().Status == deadline.Loading {
		s.seen()
	}
	t.tab.Signal(client.Visible)
	t.tab.Signal(client.Focus)
}

// reload is the same tab with another page in it.
func (s *simulation) reload(t *simTab, address string) *simTab {
	next := t.tab.Reload(address)
	t.bury()
	s.mu.Lock()
	delete(s.bells, t)
	for i, tab := range s.tabs {
		if tab == t {
			s.tabs = append(s.tabs[:i:i], s.tabs[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	return s.open(next)
}

// login leaves the page and comes back, unless the server is down.
func (s *simulation) login(t *simTab, sub string) {
	s.server.mu.Lock()
	down := s.server.down
	s.server.mu.Unlock()
	if down {
		return
	}
	s.tell("tab %d: %s logs in", t.number, sub)
	if err := t.LoginWithRedirect(context.Background(), client.LoginOptions{}); err != nil {
		s.fail("tab %d: login: %v", t.number, err)
		return
	}
	s.reload(t, s.server.logIn(t.tab.Left(), sub))
}
