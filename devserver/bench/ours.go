package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	app      = "http://localhost:4300"
	callback = app + "/callback"
)

func startOurs(ctx context.Context, alg string) (target, func() error, error) {
	self, err := os.Executable()
	if err != nil {
		return target{}, nil, err
	}
	return startTarget(ctx, self, "serve", alg)
}

// serve is the mock as the dev server starts it, but for the algorithm; it ends with its input.
func serve(alg string, stdin io.Reader, stdout io.Writer) error {
	debug.SetGCPercent(400) // as devserver does
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	origin := "http://" + listener.Addr().String()
	server, err := authserver.New(tenant(origin+"/", alg))
	if err != nil {
		return err
	}
	t := target{
		Authorize: origin + "/authorize", Token: origin + "/oauth/token",
		Params: map[string]string{
			"client_id": "storezero", "redirect_uri": callback, "scope": "openid profile email read:orders",
			"audience": authserver.StorefrontAudience,
		},
	}
	for range maxClients {
		cookie, _, err := server.MintSession("auth0|ada")
		if err != nil {
			return err
		}
		t.Cookies = append(t.Cookies, cookie.Name+"="+cookie.Value)
	}
	if err := json.NewEncoder(stdout).Encode(t); err != nil {
		return err
	}
	web := &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		_ = web.Close()
	}()
	if err := web.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}

// tenant signs both tokens by alg, logs and records, as in the dev server.
func tenant(issuer, alg string) authserver.Config {
	cfg := authserver.Defaults(app)
	cfg.Issuer = issuer
	cfg.Clients[0].IDTokenAlg = alg
	cfg.APIs[0].SigningAlg = alg
	cfg.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	cfg.RecordRequests = 1000
	return cfg
}
