package clienttest

import (
	"encoding/base64"
	"strings"
	"sync"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// AskEarly puts a question with blanks to the server at once, as the loader does before
// the client is there, for the hint that is stored. The next client of the tab finds it.
func (t *Tab) AskEarly(endpoint, question, hint string) {
	draw := func() string { return base64.RawURLEncoding.EncodeToString(random(32)) }
	e := &early{ended: make(chan struct{})}
	e.asked = client.Early{State: draw(), Nonce: draw(), Verifier: draw(), At: t.browser.Clock.Now(), Hint: hint}
	ctx, cancel := context.WithCancel(context.Background())
	hashed, err := digest(ctx, []byte(e.asked.Verifier))
	if err != nil {
		panic(err)
	}
	blanks := strings.NewReplacer("state=&", "state="+e.asked.State+"&", "nonce=&", "nonce="+e.asked.Nonce+"&",
		"code_challenge=&", "code_challenge="+oidc.Challenge(hashed)+"&")
	e.asked.URL = endpoint + "?" + blanks.Replace(question)
	e.asked.Drop = cancel
	e.asked.Frame = func(bounded context.Context, _ string, events client.FrameEvents) error {
		e.hand(events)
		select {
		case <-bounded.Done():
		case <-e.ended:
		}
		cancel()
		<-e.ended
		return nil
	}
	go func() {
		defer close(e.ended)
		// The browser says nothing of a frame that could not be loaded.
		_ = t.frame(ctx, e.asked.URL, client.FrameEvents{Message: e.message, Loaded: e.loaded})
	}()
	t.early = &e.asked
}

// early is a frame that nobody hears yet.
type early struct {
	asked client.Early
	ended chan struct{} // closed when the frame is gone

	mu       sync.Mutex
	messages []oidc.Message
	isLoaded bool
	events   *client.FrameEvents
}

func (e *early) message(m oidc.Message) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.events != nil {
		e.events.Message(m)
		return
	}
	e.messages = append(e.messages, m)
}

func (e *early) loaded() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.isLoaded = true
	if e.events != nil {
		e.events.Loaded()
	}
}

func (e *early) hand(events client.FrameEvents) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.events = &events
	for _, m := range e.messages {
		events.Message(m)
	}
	if e.isLoaded {
		events.Loaded()
	}
}

// takeEarly is what the client finds.
func (t *Tab) takeEarly() *client.Early {
	found := t.early
	t.early = nil
	return found
}

// LoaderIsDone drops a question that no client has taken, as the loader does once it has
// one.
func (t *Tab) LoaderIsDone() {
	if found := t.takeEarly(); found != nil {
		found.Drop()
	}
}
