package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestWrongFlags(t *testing.T) {
	for _, tc := range []struct {
		args []string
		want []string
	}{
		{[]string{"--nonsense"}, []string{"nonsense", "--help"}},
		{[]string{"--as-port", "many"}, []string{"many", "as-port"}},
		{[]string{"--as-port", "70000"}, []string{"--as-port 70000 is no port"}},
		{[]string{"--storefront-port", "-1"}, []string{"--storefront-port -1 is no port"}},
		{[]string{"--as-port", "5000", "--idp-port", "5000"}, []string{"--as-port and --idp-port are both 5000"}},
		{[]string{"--as-port", "5000", "--storefront-port", "5000"}, []string{"--storefront-port and --as-port are both 5000"}},
		{[]string{"--idle", "soon"}, []string{"soon", "idle"}},
		{[]string{"--idle", "300"}, []string{"300", "idle"}},
		{[]string{"--idle", "0s"}, []string{"--idle 0s", "whole seconds"}},
		{[]string{"--absolute", "-1h"}, []string{"--absolute -1h0m0s", "whole seconds"}},
		{[]string{"--id-token", "1.5s"}, []string{"--id-token 1.5s", "whole seconds"}},
		{[]string{"--access-token", "1ms"}, []string{"--access-token 1ms", "whole seconds"}},
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
	o, err := parseOptions([]string{"--idle", "60s"}, getenv, nil)
	if err != nil || o.asPort != 4401 || o.idle != time.Minute || o.storefrontPort != 4300 {
		t.Errorf("options %+v, %v, want the variable for --as-port, the flag for --idle", o, err)
	}
	env["DEVSERVER_AS_PORT"] = "many"
	if _, err := parseOptions(nil, getenv, nil); err == nil || !strings.Contains(err.Error(), `DEVSERVER_AS_PORT="many"`) || !strings.Contains(err.Error(), "--as-port") {
		t.Errorf("error %v, want the variable and its flag", err)
	}
}

func TestHelpListsTheFlags(t *testing.T) {
	out := &output{ready: make(chan struct{})}
	if err := run(context.Background(), []string{"--help"}, noEnv, out); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"-storefront-port", "-as-port", "-idp-port", "-idle", "-absolute", "-id-token", "-access-token", "-dist", "DEVSERVER_"} {
		if !strings.Contains(out.String(), flag) {
			t.Errorf("help does not list %s:\n%s", flag, out)
		}
	}
}
