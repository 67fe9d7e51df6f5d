//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/api"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

func (s *session) loginWithRedirect(ctx context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("appState", "authorizationParams", "fragment", "openUrl")
	login := client.LoginOptions{Authorization: readAuthorization(o), Fragment: o.String("fragment")}
	openURL := o.Func("openUrl")
	if err := o.Err(); err != nil {
		return nil, err
	}
	if !openURL.IsUndefined() {
		login.OpenURL = s.opener(openURL)
	}
	var err error
	if login.AppState, err = stringify(o.Value("appState")); err != nil {
		return nil, coded(client.InvalidOption, "appState: got something that JSON does not carry ("+err.Error()+")")
	}
	// Any appState but an object has no such member, and null has none at all.
	login.ReturnTo, _ = o.Value("appState").GetString("returnTo")
	return jsx.Undefined(), s.LoginWithRedirect(ctx, login)
}

// popup logs in in a popup. Nothing waits before the window is open: the click
// would be over.
func (s *session) popup(ctx context.Context, args []jsx.Value) (client.Token, error) {
	o, config := jsx.Read(argument(args, 0), "options"), jsx.Read(argument(args, 1), "config")
	o.Unknown("authorizationParams")
	config.Unknown(api.PopupConfig()...)
	login := client.LoginOptions{Authorization: readAuthorization(o)}
	popup := client.PopupOptions{
		Window:   config.Value("popup"),
		Timeout:  readSeconds(config, "timeoutInSeconds", 0) / 1000,
		KeepOpen: !config.BoolOr("closePopup", true),
	}
	err := o.Err()
	if err == nil {
		err = config.Err()
	}
	if err != nil {
		return client.Token{}, err
	}
	return s.LoginWithPopup(ctx, login, popup)
}

func (s *session) handleRedirectCallback(ctx context.Context, args []jsx.Value) (any, error) {
	url := ""
	if given := argument(args, 0); !given.IsUndefined() {
		var err error
		if url, err = given.String(); err != nil {
			return nil, coded(client.InvalidOption, "url: takes the address of the callback")
		}
	}
	result, err := s.HandleRedirectCallback(ctx, url)
	if err != nil {
		return nil, err
	}
	appState, err := parse(result.AppState)
	return map[string]any{"appState": appState}, err
}

func (s *session) logout(ctx context.Context, args []jsx.Value) (any, error) {
	o := jsx.Read(argument(args, 0), "options")
	o.Unknown("clientId", "logoutParams", "openUrl")
	params := o.Object("logoutParams")
	leave := client.LogoutOptions{
		ReturnTo:  params.String("returnTo"),
		Federated: params.Bool("federated"),
		Extra:     readExtra(params, "returnTo", "federated"),
		LocalOnly: declined(o, "openUrl"),
	}
	if leave.NoClient = o.Value("clientId").Type() == jsx.NullType; !leave.NoClient {
		leave.ClientID = o.String("clientId")
	}
	if !leave.LocalOnly {
		if openURL := o.Func("openUrl"); !openURL.IsUndefined() {
			leave.OpenURL = s.opener(openURL)
		}
	}
	if err := o.Err(); err != nil {
		return nil, err
	}
	return jsx.Undefined(), s.Logout(ctx, leave)
}
