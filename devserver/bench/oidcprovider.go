package main

import (
	"context"
	_ "embed"

	"github.com/spa-session/spa-session/devserver/bench/npm"
)

// rival is what the mock is compared with: certified, widely used, and able to answer by web_message.
const rival = "oidc-provider@9.13.3"

//go:embed oidcprovider.mjs
var rivalScript string

func startRival(ctx context.Context, alg string) (target, func() error, error) {
	folder, err := npm.Install(ctx, rival)
	if err != nil {
		return target{}, nil, err
	}
	return startTarget(ctx, "node", "--input-type=module", "--eval", rivalScript, "--", folder, alg)
}
