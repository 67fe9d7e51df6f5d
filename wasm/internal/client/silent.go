package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// silencePatience is how long a frame that has loaded may be silent before the
// cause is looked for: an answer is posted by a script of the page that loads.
const silencePatience = 1000

// hidden is a question in a hidden frame, and what is heard of it.
type hidden struct {
	ctx     context.Context // ends when there is no answer in time
	end     func()          // the frame goes
	answers chan oidc.AuthorizationResponse
	loaded  chan struct{}
	gone    chan struct{} // closed when it has gone
	err     error         // why there was none, if it went before its time; to be read once gone is closed
}

// openFrame asks the server in a hidden frame, whose answer carries state.
func (c *Client) openFrame(ctx context.Context, open Frame, url string, back *way, state string, timeout int64) *hidden {
	frame := &hidden{
		answers: make(chan oidc.AuthorizationResponse, 1),
		loaded:  make(chan struct{}, 1),
		gone:    make(chan struct{}),
	}
	frame.ctx, frame.end = c.within(ctx, timeout, failure(Timeout, "no answer in the hidden frame; "+back.needs()))
	if !c.ports.Activity.Online() {
		frame.err = offline()
		close(frame.gone)
		return frame
	}
	go func() {
		defer close(frame.gone)
		wait.Here()
		err := open(frame.ctx, url, FrameEvents{
			Origin:  back.origin,
			Message: back.hear(state, frame.answers),
			Loaded:  func() { wait.Offer(frame.loaded, struct{}{}) },
		})
		frame.err = &oidc.Error{Code: Internal, Message: "no hidden frame could be made", Err: err}
	}()
	return frame
}

// awaitAnswer waits for it. The frame goes as soon as this goroutine waits for something
// else: to take it out of the page costs milliseconds that the token request, which comes
// first, can bear.
func (c *Client) awaitAnswer(frame *hidden, back *way) (none oidc.AuthorizationResponse, _ error) {
	defer frame.end()
	loaded := frame.loaded
	var silence <-chan struct{}
	diagnosis := make(chan error, 1)
	for {
		select {
		case answer := <-frame.answers:
			return answer, nil
		case <-loaded:
			quiet, cancel := c.after(silencePatience)
			defer cancel()
			silence, loaded = quiet, nil
		case <-silence:
			silence = nil
			go func() { diagnosis <- c.diagnose(frame.ctx, back) }()
		case err := <-diagnosis:
			return none, err
		case <-frame.ctx.Done():
			return none, cause(frame.ctx)
		case <-frame.gone:
			if frame.ctx.Err() != nil {
				return none, cause(frame.ctx)
			}
			return none, frame.err
		}
	}
}

// diagnose asks for the discovery document to learn why a loaded frame says
// nothing: browsers load their own error page in a frame and do not tell.
func (c *Client) diagnose(ctx context.Context, back *way) error {
	_, err := c.fetch(ctx, Request{Method: "GET", URL: oidc.DiscoveryURL(c.config.Issuer)})
	if err != nil {
		return err
	}
	return failure(ErrorPage, "the server showed a page in the hidden frame instead of answering; "+back.needs())
}
