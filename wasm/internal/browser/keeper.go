//go:build js

package browser

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/part"
)

// NewKeeper opens the worker that holds refresh tokens, by a file of the loader's
// that is fetched when it is needed. key names the key of proofs of possession.
// The worker ends with the scope.
func NewKeeper(scope *jsx.Scope, host jsx.Value, key string) client.OpenKeeper {
	return func(ctx context.Context, setup client.KeeperSetup) (*client.Keeper, error) {
		part.Here()
		options := map[string]any{
			"tokenEndpoint":      setup.TokenEndpoint,
			"revocationEndpoint": setup.RevocationEndpoint,
			"clientId":           setup.ClientID,
			"pushEndpoint":       setup.PushEndpoint,
			"open":               setup.Open,
		}
		if setup.DPoP {
			options["key"] = key
		}
		promise, err := host.Call("keeper", options)
		if err != nil {
			return nil, err
		}
		keeper, err := jsx.Await(ctx, promise)
		if err != nil {
			return nil, err
		}
		why, err := keeper.GetString("inPage")
		if err != nil {
			return nil, err
		}
		thumbprint, err := keeper.GetString("thumbprint")
		if err != nil {
			return nil, err
		}
		end := func() { must(keeper.Call("close")) }
		scope.Defer(end)
		return &client.Keeper{
			Close:      end,
			InPage:     why,
			Thumbprint: thumbprint,
			Ask: func(ctx context.Context, request client.KeeperRequest) (client.KeeperAnswer, error) {
				part.Here()
				return askKeeper(ctx, keeper, request)
			},
		}, nil
	}
}

func askKeeper(ctx context.Context, keeper jsx.Value, request client.KeeperRequest) (answer client.KeeperAnswer, err error) {
	promise, err := keeper.Call("ask", map[string]any{
		"name": request.Name, "form": request.Form.Encode(), "revoke": request.Revoke, "push": request.Push, "at": request.At,
	})
	if err != nil {
		return answer, err
	}
	got, err := jsx.Await(ctx, promise)
	if err != nil {
		return answer, err
	}
	status, err := got.GetFloat("status")
	if err != nil {
		return answer, err
	}
	answer.Status = int(status)
	if answer.Body, err = got.GetString("body"); err != nil {
		return answer, err
	}
	answer.Kept, err = got.GetBool("kept")
	return answer, err
}
