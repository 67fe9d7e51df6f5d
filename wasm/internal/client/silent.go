package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/wait"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// silencePatience is how long a frame that has loaded may be silent before the
// cause is looked for: an answer is posted by a script of the page that loads.
const silencePatience = 1000

// frameAnswer asks the server in a hidden frame and waits for the answer that
// carries state. The frame goes as soon as this goroutine waits for something,
// and is gone when that is closed: to take it out of the page costs milliseconds
// that the token request, which comes first, can bear.
func (c *Client) frameAnswer(ctx context.Context, open Frame, url string, back *way, state string, timeout int64) (answer oidc.AuthorizationResponse, gone <-chan struct{}, err error) {
	answers, loaded := make(chan oidc.AuthorizationResponse, 1), make(chan struct{}, 1)
	frame := hidden{answers: answers, loaded: loaded, gone: make(chan struct{})}
	if !c.ports.Activity.Online() {
		close(frame.gone)
		return answer, frame.gone, offline()
	}
	bounded, end := c.within(ctx, timeout, failure(Timeout, "no answer in the hidden frame; "+back.needs()))
	go func() {
		defer close(frame.gone)
		wait.Here()
		frame.err = open(bounded, url, FrameEvents{
			Origin:  back.origin,
			Message: back.hear(state, answers),
			Loaded:  func() { wait.Offer(loaded, struct{}{}) },
		})
	}()
	answer, err = c.awaitAnswer(bounded, &frame, back)
	end()
	return answer, frame.gone, err
}

// hidden is what is heard of a frame.
type hidden struct {
	answers <-chan oidc.AuthorizationResponse
	loaded  <-chan struct{}
	gone    chan struct{}
	err     error // why there is no frame; to be read once gone is closed
}

func (c *Client) awaitAnswer(ctx context.Context, frame *hidden, back *way) (none oidc.AuthorizationResponse, _ error) {
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
			go func() { diagnosis <- c.diagnose(ctx, back) }()
		case err := <-diagnosis:
			return none, err
		case <-ctx.Done():
			return none, cause(ctx)
		case <-frame.gone:
			if ctx.Err() != nil {
				return none, cause(ctx)
			}
			return none, &oidc.Error{Code: Internal, Message: "no hidden frame could be made", Err: frame.err}
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
