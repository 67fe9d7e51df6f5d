package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
)

func TestWrongFlags(t *testing.T) {
	for _, tc := range []struct {
		args []string
		want []string
	}{
		{[]string{"--nonsense"}, []string{"nonsense", "--help"}},
		{[]string{"--as-port", "many"}, []string{"many", "as-port"}},
		{[]string{"--as-port", "70000"}, []string{"--as-port: 70000 is no port"}},
		{[]string{"--storefront-port", "-1"}, []string{"--storefront-port: -1 is no port"}},
		{[]string{"--as-port", "5000", "--idp-port", "5000"}, []string{"--idp-port: ports.authorization_server and ports.identity_provider are both 5000"}},
		{[]string{"--as-port", "5000", "--storefront-port", "5000"}, []string{"--as-port: ports.storefront and ports.authorization_server are both 5000"}},
		{[]string{"--idle", "soon"}, []string{"soon", "idle"}},
		{[]string{"--idle", "300"}, []string{"300", "idle"}},
		{[]string{"--idle", "0s"}, []string{"-idle", "whole seconds"}},
		{[]string{"--absolute", "-1h"}, []string{"-absolute", "whole seconds"}},
		{[]string{"--id-token", "1.5s"}, []string{"-id-token", "whole seconds"}},
		{[]string{"--access-token", "1ms"}, []string{"-access-token", "whole seconds"}},
		{[]string{"--issuer", "http://localhost:4400"}, []string{"--issuer: ", `give "http://localhost:4400/"`}},
		{[]string{"--issuer", "https://as.example/"}, []string{"--issuer: ", "--public"}},
		{[]string{"--idp-issuer", "http://localhost:4500"}, []string{"--idp-issuer: "}},
		{[]string{"--ca-out", "ca.pem"}, []string{"--ca-out: ", "TLS"}},
		{[]string{"--log-format", "xml"}, []string{"--log-format: ", "text or json"}},
		{[]string{"--client", "mine"}, []string{"--client and --origin go together"}},
		{[]string{"--origin", "http://localhost:3000"}, []string{"--client and --origin go together"}},
		{[]string{"--client", "mine", "--origin", "localhost"}, []string{"--origin: ", "http://localhost:3000"}},
		{[]string{"--config", "/nowhere/devserver.yaml"}, []string{"--config: ", "/nowhere/devserver.yaml"}},
		{[]string{"serve"}, []string{`unexpected argument "serve"`}},
	} {
		// Free ports, so that a row that is accepted by mistake would serve, not fail for another reason.
		args := append([]string{"--storefront-port", "0", "--as-port", "0", "--idp-port", "0"}, tc.args...)
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		err := run(ended, args, noEnv, &output{ready: make(chan struct{})})
		if err == nil {
			t.Errorf("%v: accepted", tc.args)
			continue
		}
		for _, want := range tc.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%v: error %q does not say %q", tc.args, err, want)
			}
		}
	}
}

func TestEnvironmentStandsInForFlags(t *testing.T) {
	env := map[string]string{"DEVSERVER_AS_PORT": "4401", "DEVSERVER_IDLE": "120s"}
	getenv := func(name string) string { return env[name] }
	load := func(args ...string) (config.Config, error) {
		c, err := parseCommand(args, getenv, io.Discard)
		if err != nil {
			return config.Config{}, err
		}
		return c.load()
	}
	cfg, err := load("--idle", "60s")
	if err != nil || cfg.Ports.AuthorizationServer != 4401 || cfg.Sessions.Idle != time.Minute || cfg.Ports.Storefront != 4300 {
		t.Errorf("%+v, %v, want the variable for --as-port, the flag for --idle", cfg, err)
	}
	env["DEVSERVER_NO_CONTROL"], env["DEVSERVER_CLIENT"], env["DEVSERVER_ORIGIN"] = "true", "mine", "http://localhost:3000"
	if cfg, err = load(); err != nil || cfg.Control.Enabled || cfg.Clients[2].ID != "mine" {
		t.Errorf("%+v, %v, want no control and the client", cfg, err)
	}
	env["DEVSERVER_AS_PORT"] = "many"
	if _, err := load(); err == nil || !strings.Contains(err.Error(), `DEVSERVER_AS_PORT="many"`) || !strings.Contains(err.Error(), "--as-port") {
		t.Errorf("error %v, want the variable and its flag", err)
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	out := &output{ready: make(chan struct{})}
	if err := run(context.Background(), []string{"--help"}, noEnv, out); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"-storefront-port", "-as-port", "-idp-port", "-idle", "-absolute", "-id-token", "-access-token", "-dist", "-config", "-print-config", "-print-schema", "-issuer", "-public-url", "-tls", "-ca-out", "-hosts", "-public", "-client", "-origin", "-no-control", "-log-secrets", "DEVSERVER_"} {
		if !strings.Contains(out.String(), flag) {
			t.Errorf("help does not list %s:\n%s", flag, out)
		}
	}
}
