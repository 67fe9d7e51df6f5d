package client

import (
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Client is the session of one app with one authorization server, in one tab.
// All its methods may be called from any goroutine.
type Client struct {
	config   Config
	ports    Ports
	observer Observer
	author   tabs.Author
	server   server
	flights  flights
	kick     chan struct{} // the watch has something to look at

	ctx context.Context
	end context.CancelCauseFunc

	mu        sync.Mutex
	state     state
	callbacks map[string]*callback // by state
	holder    *Keeper              // of the refresh tokens, once it is needed
	notices   []func(*Observer)
	draining  bool
}

// New makes a client that does nothing yet. config must have passed Check.
func New(config Config, ports Ports, observer Observer) *Client {
	ctx, end := context.WithCancelCause(context.Background())
	c := &Client{
		config:   config,
		ports:    ports,
		observer: observer,
		author:   tabs.Author{Tab: oidc.RandomString(ports.Random(16))},
		kick:     make(chan struct{}, 1),
		ctx:      ctx,
		end:      end,
	}
	c.state.asOf, c.state.tab = ports.Now(), c.author.Tab
	c.state.noFrames = ports.Isolated && config.Silent.Mode == ModeAuto
	c.state.patience = config.Silent.Timeout*1000 + flowGrace
	c.state.noContinue = config.Silent.Fallback == FallbackNone
	if config.Session != nil {
		c.state.machine = deadline.Machine{Lifetimes: config.Session.Lifetimes}
	}
	if ports.Activity.Visible() {
		c.state.act(c.state.asOf) // opening a visible page is one
	}
	c.state.snapshot = c.state.snap()
	go c.watch()
	return c
}

// Close ends the client: requests in flight are given up, listeners and timers
// are gone. The session itself goes on, here and at the server.
func (c *Client) Close() {
	c.end(failure(Closed, "close() was called on this client"))
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closeKeeper()
}

// Snapshot is the session as it is now shown.
func (c *Client) Snapshot() Snapshot {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.state.snapshot
}

// Lifetimes are those that the session is measured by: as configured, as updated,
// or as the server has shown them to be. Zero where there are no deadlines.
func (c *Client) Lifetimes() deadline.Lifetimes {
	return look(c, func(s *state) deadline.Lifetimes { return s.machine.Lifetimes })
}

// UpdateSession measures this tab's session by other lifetimes from now on.
func (c *Client) UpdateSession(l deadline.Lifetimes) error {
	if c.config.Session == nil {
		return invalid("session", "false", "lifetimes, for a client that was made with them")
	}
	if err := checkLifetimes(l); err != nil {
		return err
	}
	c.change(func(s *state) { s.machine = s.machine.Retime(l) })
	c.lookAgain(true)
	return nil
}

// change is the one way to alter the state. What follows from it is told to the
// observer in order, and outside the lock.
func (c *Client) change(alter func(s *state)) {
	c.mu.Lock()
	before := c.state.snapshot
	alter(&c.state)
	if c.state.view(c.state.asOf).Status != before.Status {
		c.state.dismissed = false // what comes next opens the dialog again
	}
	c.state.snapshot = c.state.snap()
	if over(c.state.snapshot.Status) && !over(before.Status) {
		c.closeKeeper()
		c.clearCache()
	}
	c.notices = append(c.notices, notices(before, c.state.snapshot)...)
	c.guard()
	c.unlockAndTell()
}

// over: nobody is signed in.
func over(s deadline.Status) bool { return s == deadline.SignedOut || s == deadline.Ended }

// tell queues a notice that no change of the snapshot stands for.
func (c *Client) tell(notice func(*Observer)) {
	c.mu.Lock()
	c.notices = append(c.notices, notice)
	c.unlockAndTell()
}

func (c *Client) unlockAndTell() {
	if c.draining || c.ctx.Err() != nil {
		c.mu.Unlock()
		return
	}
	c.draining = true
	for len(c.notices) > 0 {
		next := c.notices[0]
		c.notices = c.notices[1:]
		c.mu.Unlock()
		next(&c.observer)
		c.mu.Lock()
	}
	c.draining = false
	c.mu.Unlock()
}

// look reads the state without altering it.
func look[T any](c *Client, read func(s *state) T) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	return read(&c.state)
}

func (c *Client) log(message string) {
	if c.config.Log != nil {
		c.config.Log(message)
	}
}
