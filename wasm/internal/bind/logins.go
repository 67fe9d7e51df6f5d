//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

func (s *session) loginWithRedirect(ctx context.Context, in *arguments) (any, error) {
	var login client.LoginOptions
	login.Authorization = in.authorization()
	login.Fragment = in.text()
	login.OpenURL = s.opener(in.value())
	login.AppState = in.text()
	login.ReturnTo = in.text()
	return jsx.Undefined(), s.LoginWithRedirect(ctx, login)
}

// popup logs in in a popup. Nothing waits before the window is open: the click
// would be over.
func (s *session) popup(ctx context.Context, in *arguments) (client.Token, error) {
	window, err := s.OpenPopup(in.value())
	if err != nil {
		return client.Token{}, err
	}
	if err := s.Rest(ctx); err != nil {
		window.Close()
		return client.Token{}, err
	}
	return s.loginIn(ctx, window, in)
}

//go:noinline
func (s *session) loginIn(ctx context.Context, window *client.Window, in *arguments) (client.Token, error) {
	part.Here()
	login := client.LoginOptions{Authorization: in.authorization()}
	var popup client.PopupOptions
	popup.Timeout = in.whole()
	popup.KeepOpen = in.flag()
	return s.LoginIn(ctx, window, &login, &popup)
}

// handleRedirectCallback gives the app state as JSON.
func (s *session) handleRedirectCallback(ctx context.Context, in *arguments) (any, error) {
	result, err := s.HandleRedirectCallback(ctx, in.text())
	return result.AppState, err
}

func (s *session) logout(ctx context.Context, in *arguments) (any, error) {
	var leave client.LogoutOptions
	leave.ReturnTo = in.text()
	leave.Federated = in.flag()
	leave.Extra = in.params()
	leave.NoClient = in.flag()
	leave.ClientID = in.text()
	leave.LocalOnly = in.flag()
	leave.OpenURL = s.opener(in.value())
	return jsx.Undefined(), s.Logout(ctx, leave)
}
