//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// promises are the handlers of the methods that may wait.
func (s *session) promises() map[string]func(context.Context, []jsx.Value) (any, error) {
	return map[string]func(context.Context, []jsx.Value) (any, error){
		"loginWithRedirect": s.loginWithRedirect,
		"loginWithPopup": func(ctx context.Context, args []jsx.Value) (any, error) {
			_, err := s.popup(ctx, args)
			return jsx.Undefined(), err
		},
		"getTokenWithPopup": func(ctx context.Context, args []jsx.Value) (any, error) {
			token, err := s.popup(ctx, args)
			return token.AccessToken, err
		},
		"handleRedirectCallback": s.handleRedirectCallback,
		"checkSession":           s.checkSession,
		"getTokenSilently":       s.getTokenSilently,
		"logout":                 s.logout,
		"updateSession":          s.updateSession,
		"describeTimeout":        s.describeTimeout,
		"revokeRefreshToken":     s.revokeRefreshToken,
		"continueSession": func(ctx context.Context, _ []jsx.Value) (any, error) {
			return jsx.Undefined(), s.ContinueSession(ctx)
		},
		"getUser": func(context.Context, []jsx.Value) (any, error) {
			return claims(s.GetUser()), nil
		},
		"getIdTokenClaims": func(context.Context, []jsx.Value) (any, error) {
			return claims(s.GetIDTokenClaims()), nil
		},
		"isAuthenticated": func(context.Context, []jsx.Value) (any, error) {
			return s.IsAuthenticated(), nil
		},
	}
}

// syncs are the handlers of the methods that return at once. An error that one
// returns is thrown by the loader.
func (s *session) syncs() map[string]func([]jsx.Value) jsx.Value {
	return map[string]func([]jsx.Value) jsx.Value{
		"close": func([]jsx.Value) jsx.Value {
			go s.scope.Close() // not at once: it releases the function that is being called
			return jsx.Undefined()
		},
		"reportActivity": func([]jsx.Value) jsx.Value {
			s.ReportActivity()
			return jsx.Undefined()
		},
		"holdActivity": s.holdActivity,
	}
}

// holdActivity returns the function that ends the hold. The loader calls it once.
func (s *session) holdActivity(args []jsx.Value) jsx.Value {
	limit, err := readHold(argument(args, 1))
	if err != nil {
		return s.failure(err)
	}
	end := s.HoldActivity(jsx.Text(argument(args, 0)), limit)
	own := s.scope.Sub()
	release, err := own.Func(func(jsx.Value, []jsx.Value) jsx.Value {
		end()
		go own.Close() // not at once: it releases the function that is being called
		return jsx.Undefined()
	})
	if err != nil {
		return s.failure(err)
	}
	return release
}

// readHold gives how long a hold lasts, in milliseconds.
func readHold(options jsx.Value) (int64, error) {
	o := jsx.Read(options, "options")
	o.Unknown("seconds")
	limit := readSeconds(o, "seconds", 300_000)
	if limit < 1 || limit > deadline.MaxHold {
		o.Fail("seconds", "whole seconds from 1 to 3600")
	}
	return limit, o.Err()
}

func (s *session) updateSession(_ context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("idleTimeout", "warningTime", "absoluteTimeout")
	lifetimes := readLifetimes(o, s.Lifetimes())
	if err := o.Err(); err != nil {
		return nil, err
	}
	return jsx.Undefined(), s.UpdateSession(lifetimes)
}

// describeTimeout has the loader put the lifetimes into words: those of WCAG 2.2.6,
// which few pages ask for, are no part of the module.
func (s *session) describeTimeout(ctx context.Context, args []jsx.Value) (any, error) {
	lifetimes, session := s.Lifetimes(), s.options.config.Session
	described, err := s.sink.Call("describe", argument(args, 0),
		lifetimes.Idle/1000, lifetimes.Absolute/1000, session != nil && session.ExtendOnActivity)
	if err != nil {
		return nil, err
	}
	return jsx.Await(ctx, described)
}

func (s *session) checkSession(ctx context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("sso")
	sso := o.Bool("sso")
	if err := o.Err(); err != nil {
		return nil, err
	}
	return jsx.Undefined(), s.CheckSession(ctx, sso)
}

func (s *session) getTokenSilently(ctx context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("cacheMode", "timeoutInSeconds", "detailedResponse", "authorizationParams", "passive", "touch", "signal")
	wanted := client.TokenOptions{
		CacheMode: client.CacheMode(o.OneOf("cacheMode",
			string(client.CacheOn), string(client.CacheOff), string(client.CacheOnly))),
		Active:        declined(o, "passive"),
		Passive:       o.Bool("passive"),
		Touch:         o.Bool("touch"),
		Timeout:       readSeconds(o, "timeoutInSeconds", 0) / 1000,
		Authorization: readAuthorization(o),
	}
	detailed, signal := o.Bool("detailedResponse"), o.Value("signal")
	if err := o.Err(); err != nil {
		return nil, err
	}
	ctx, stop, err := s.untilAborted(ctx, signal)
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
		return nil, nil, coded(client.InvalidOption, "signal: takes an AbortSignal")
	}
	ctx, end := context.WithCancelCause(ctx)
	giveUp := func() { end(coded(client.Cancelled, "the signal was aborted")) }
	if aborted {
		giveUp()
	}
	stop, err := s.scope.Listen(signal, "abort", jsx.ListenOptions{}, func(jsx.Value) { giveUp() })
	return ctx, func() { stop(); end(context.Canceled) }, err
}

func (s *session) revokeRefreshToken(ctx context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("audience")
	audience := o.String("audience")
	if err := o.Err(); err != nil {
		return nil, err
	}
	return jsx.Undefined(), s.RevokeRefreshToken(ctx, audience)
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

// stringify makes JSON of what an app gave; "" of nothing.
func stringify(v jsx.Value) (string, error) {
	if v.IsUndefined() {
		return "", nil
	}
	json, err := jsx.Global().Get("JSON")
	if err != nil {
		return "", err
	}
	text, err := json.Call("stringify", v)
	if err != nil {
		return "", err
	}
	return text.String()
}

// parse gives back what stringify was given.
func parse(text string) (jsx.Value, error) {
	if text == "" {
		return jsx.Undefined(), nil
	}
	json, err := jsx.Global().Get("JSON")
	if err != nil {
		return jsx.Value{}, err
	}
	return json.Call("parse", text)
}
