package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/internal/tabs"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Browsers that keep a site's cookies from frames on other sites make a server
// answer login_required to every hidden frame. Once that is known, no frame is
// made any more, and the user is asked where they see it. In a cross-origin isolated
// page frames of other origins do not even load, unless their server allows it
// (Cross-Origin-Resource-Policy): there they are made only if silent.mode says how.

// blockedPatience is how long after a login a refusal is put down to the
// browser where no idle lifetime is known, in milliseconds.
const blockedPatience = 60_000

// saysNothing tells whether a refusal in a hidden frame comes of cookies that it
// did not have: so soon after a login the server's session cannot be over. A
// browser in which a frame has ever succeeded is never taken for such a one.
func (c *Client) saysNothing(r tabs.Record, before sent) bool {
	if r.State != tabs.Active || r.Epoch != before.epoch {
		return false
	}
	patience := int64(blockedPatience)
	if c.config.Session != nil {
		patience = c.config.Session.Lifetimes.Idle / 2
	}
	soon := r.TouchN == 1 && before.at.Wall-r.TouchedAt <= patience
	return r.Silent == tabs.SilentBlocked || r.Silent == tabs.SilentUnknown && soon
}

func (c *Client) blocked() bool { return look(c, (*state).blocked) }

func (s *state) blocked() bool { return s.noFrames || s.shared.Silent == tabs.SilentBlocked }

func cookiesBlocked() *oidc.Error {
	return failure(CookiesBlocked, "hidden frames have no cookies of the server: it is on another site, or the page is cross-origin isolated")
}

// noQuestion tells whether nothing out of the user's sight can ask the server.
func (c *Client) noQuestion() bool {
	return c.blocked() && c.config.Silent.Fallback != FallbackRefresh
}

// askInSight puts the question of Continue, and of a press in idle: in a hidden
// frame, or where that is of no use in the user's sight, within the same click.
func (c *Client) askInSight(ctx context.Context, act bool, from deadline.Status) error {
	if !c.noQuestion() {
		return c.ask(ctx, act, from, nil)
	}
	switch c.config.Silent.Fallback {
	case FallbackRedirect:
		if err := c.rest(ctx); err != nil {
			return c.failed(&ask{act: true}, err)
		}
		return c.askAtTheTop(ctx)
	case FallbackPopup:
		window, err := c.open(nil)
		if err != nil {
			return c.failed(&ask{act: true}, err)
		}
		defer window.Close()
		return c.ask(ctx, act, from, window)
	}
	return failure(oidc.LoginRequired, "this browser keeps the server's cookies from hidden frames, and silent.fallback is none; log in")
}

//go:noinline
func (c *Client) askAtTheTop(ctx context.Context) error {
	part.Here()
	return c.LoginWithRedirect(ctx, LoginOptions{AppState: c.backHere(), Prompt: "none", Authorization: c.stay(c.config.Authorization)})
}
