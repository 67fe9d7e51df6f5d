//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// handler is what a method that may wait does.
type handler func(ctx context.Context, in *arguments) (any, error)

// promises are the handlers of the methods that may wait.
func (s *session) promises() map[string]handler {
	return map[string]handler{
		"loginWithPopup": func(ctx context.Context, in *arguments) (any, error) {
			_, err := s.popup(ctx, in)
			return jsx.Undefined(), err
		},
		"getTokenWithPopup": func(ctx context.Context, in *arguments) (any, error) {
			token, err := s.popup(ctx, in)
			return token.AccessToken, err
		},
		"checkSession":     s.checkSession,
		"getTokenSilently": s.getTokenSilently,
		"logout":           s.logout,
		"updateSession":    s.updateSession,
		"describeTimeout":  s.describeTimeout,
		"continueSession": func(ctx context.Context, _ *arguments) (any, error) {
			return jsx.Undefined(), s.ContinueSession(ctx)
		},
		"getUser": func(context.Context, *arguments) (any, error) {
			return claims(s.GetUser()), nil
		},
		"getIdTokenClaims": func(context.Context, *arguments) (any, error) {
			return claims(s.GetIDTokenClaims()), nil
		},
		"isAuthenticated": func(context.Context, *arguments) (any, error) {
			return s.IsAuthenticated(), nil
		},
	}
}

// rest are those that are a part of the rest of the module (see package part).
func (s *session) rest() map[string]handler {
	return map[string]handler{
		"loginWithRedirect": func(ctx context.Context, in *arguments) (any, error) {
			part.Here()
			return s.loginWithRedirect(ctx, in)
		},
		"handleRedirectCallback": func(ctx context.Context, in *arguments) (any, error) {
			part.Here()
			return s.handleRedirectCallback(ctx, in)
		},
		"revokeRefreshToken": func(ctx context.Context, in *arguments) (any, error) {
			part.Here()
			return s.revokeRefreshToken(ctx, in)
		},
	}
}

// syncs are the handlers of the methods that return at once. An error that one
// returns is thrown by the loader.
func (s *session) syncs() map[string]func(*arguments) jsx.Value {
	return map[string]func(*arguments) jsx.Value{
		"close": func(*arguments) jsx.Value {
			go s.scope.Close() // not at once: it releases the function that is being called
			return jsx.Undefined()
		},
		"reportActivity": func(*arguments) jsx.Value {
			s.ReportActivity()
			return jsx.Undefined()
		},
		"holdActivity": s.holdActivity,
	}
}

// holdActivity returns the function that ends the hold. The loader calls it once.
func (s *session) holdActivity(in *arguments) jsx.Value {
	end := s.HoldActivity(in.text(), in.whole()*1000)
	own := s.scope.Sub()
	release, err := own.Func(func([]jsx.Value) jsx.Value {
		end()
		go own.Close() // not at once: it releases the function that is being called
		return jsx.Undefined()
	})
	if err != nil {
		return s.failure(err)
	}
	return release
}

func (s *session) updateSession(_ context.Context, in *arguments) (any, error) {
	return jsx.Undefined(), s.UpdateSession(in.lifetimes(s.Lifetimes()))
}

// describeTimeout gives what web/describe.js puts into words: few pages ask for those
// of WCAG 2.2.6.
func (s *session) describeTimeout(context.Context, *arguments) (any, error) {
	lifetimes, session := s.Lifetimes(), s.options.config.Session
	return []any{lifetimes.Idle / 1000, lifetimes.Absolute / 1000, session != nil && session.ExtendOnActivity}, nil
}

func (s *session) checkSession(ctx context.Context, in *arguments) (any, error) {
	return jsx.Undefined(), s.CheckSession(ctx, in.flag())
}

func (s *session) getTokenSilently(ctx context.Context, in *arguments) (any, error) {
	wanted := client.TokenOptions{Authorization: in.authorization()}
	wanted.CacheMode = client.CacheMode(in.text())
	wanted.Timeout = in.whole()
	wanted.Active = in.flag()
	wanted.Passive = in.flag()
	wanted.Touch = in.flag()
	detailed := in.flag()
	ctx, stop, err := s.untilAborted(ctx, in.value())
	if err != nil {
		return nil, err
	}
	defer stop()
	token, found, err := s.GetTokenSilently(ctx, wanted)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return jsx.Undefined(), nil
	case !detailed:
		return token.AccessToken, nil
	}
	return map[string]any{
		"access_token": token.AccessToken,
		"id_token":     token.IDToken,
		"token_type":   token.TokenType,
		"expires_in":   token.ExpiresIn,
		"scope":        orUndefined(token.Scope),
	}, nil
}

// untilAborted is ctx that ends with an AbortSignal, if there is one, too.
func (s *session) untilAborted(ctx context.Context, signal jsx.Value) (context.Context, func(), error) {
	if signal.IsUndefined() {
		return ctx, func() {}, nil
	}
	aborted, err := signal.GetBool("aborted")
	if err != nil {
		return nil, nil, err
	}
	ctx, end := context.WithCancelCause(ctx)
	giveUp := func() { end(coded(client.Cancelled, "the signal was aborted")) }
	if aborted {
		giveUp()
	}
	stop, err := s.scope.Listen(signal, "abort", jsx.ListenOptions{}, func(jsx.Value) { giveUp() })
	return ctx, func() { stop(); end(context.Canceled) }, err
}

func (s *session) revokeRefreshToken(ctx context.Context, in *arguments) (any, error) {
	return jsx.Undefined(), s.RevokeRefreshToken(ctx, in.text())
}

// claims are nothing where nobody is signed in.
func claims(c oidc.Claims) any {
	if c == nil {
		return jsx.Undefined()
	}
	return map[string]any(c)
}

func orUndefined(text string) any {
	if text == "" {
		return jsx.Undefined()
	}
	return text
}
