package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
)

// writeConfig puts a file in the place of another at once, as editors do, with a time of its own: two writes within one
// tick of the file system's clock differ, too.
func writeConfig(t *testing.T, file, content string, modified time.Time) {
	t.Helper()
	next := file + ".next"
	if err := errors.Join(os.WriteFile(next, []byte(content), 0o600), os.Chtimes(next, modified, modified), os.Rename(next, file)); err != nil {
		t.Fatal(err)
	}
}

// The loop by itself, on ticks and signals that the test sends.
func TestFollow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "devserver.yaml")
	writeConfig(t, file, "", time.Unix(1, 0))
	c, err := parseCommand([]string{"--config", file, "--idle", "60s"}, noEnv, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	ticks, hangups := make(chan time.Time), make(chan os.Signal)
	applied := make(chan config.Config, 1)
	var refuse error
	apply := func(cfg config.Config) error { applied <- cfg; return refuse }
	var out bytes.Buffer
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		c.follow(ctx, slog.New(slog.NewTextHandler(&out, nil)), ticks, hangups, apply)
	}()
	ticks <- time.Time{} // whoever takes it has looked at the file that was there at the start
	ticks <- time.Time{}
	if len(applied) != 0 {
		t.Error("a file that has not changed was taken over")
	}
	writeConfig(t, file, "mfa: always\nsessions: {idle: 10s}\n", time.Unix(2, 0))
	ticks <- time.Time{}
	if got := <-applied; got.MFA != "always" || got.Sessions.Idle != time.Minute {
		t.Errorf("%+v, want the file under the flags", got)
	}
	hangups <- os.Interrupt
	if got := <-applied; got.MFA != "always" {
		t.Errorf("%+v, want the file read again", got)
	}
	writeConfig(t, file, "mfa: [\n", time.Unix(3, 0))
	ticks <- time.Time{}
	ticks <- time.Time{} // the one before has been dealt with
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	ticks <- time.Time{}
	ticks <- time.Time{}
	refuse = errors.New("no room")
	writeConfig(t, file, "mfa: step-up\n", time.Unix(4, 0))
	ticks <- time.Time{}
	<-applied
	cancel()
	<-ended
	for _, want := range []string{"CONFIGURATION NOT TAKEN OVER", "devserver.yaml:1:6: no YAML", "no such file", "no room"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, out.String())
		}
	}
	if got := strings.Count(out.String(), "NOT TAKEN OVER"); got != 3 {
		t.Errorf("%d refusals, want 3, one for each that was wrong:\n%s", got, out.String())
	}
}

// The running server takes a file over without losing a session.
func TestReloadKeepsSessions(t *testing.T) {
	file := filepath.Join(t.TempDir(), "devserver.yaml")
	writeConfig(t, file, "sessions: {idle: 120s}\n", time.Unix(1, 0))
	r := start(t, "--config", file)
	browser := newBrowser(t)
	r.logIn(t, browser)
	if _, app := ask(t, browser, "GET", r.storefront+"/config.json", ""); !strings.Contains(app, `"idleTimeout":120`) {
		t.Errorf("the storefront is told %s", app)
	}
	writeConfig(t, file, "sessions: {idle: 90s}\ntls: true\n", time.Unix(2, 0))
	r.out.wait("configuration taken over")
	if !strings.Contains(r.out.String(), "need a new start") || !strings.Contains(r.out.String(), "fields=tls") {
		t.Errorf("the log does not say that tls needs a new start:\n%s", r.out)
	}
	if _, app := ask(t, browser, "GET", r.storefront+"/config.json", ""); !strings.Contains(app, `"idleTimeout":90`) {
		t.Errorf("the storefront is told %s", app)
	}
	if got := r.silently(t, browser); !strings.Contains(got, `"code":`) {
		t.Errorf("silent after the reload: %s", got)
	}
	writeConfig(t, file, "isuer: nowhere\n", time.Unix(3, 0))
	r.out.wait("CONFIGURATION NOT TAKEN OVER")
	if got := r.silently(t, browser); !strings.Contains(got, `"code":`) {
		t.Errorf("silent after the broken file: %s", got)
	}
}

func TestPrintedConfigIsTheOneThatRuns(t *testing.T) {
	printed := func(args ...string) string {
		t.Helper()
		out := &output{ready: make(chan struct{})}
		if err := run(context.Background(), append(args, "--print-config"), noEnv, out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	first := printed("--as-port", "4444", "--tls", "--client", "mine", "--origin", "http://localhost:3000")
	file := filepath.Join(t.TempDir(), "devserver.yaml")
	writeConfig(t, file, first, time.Unix(1, 0))
	if second := printed("--config", file); second != first {
		t.Errorf("printed\n%s\nread and printed again\n%s", first, second)
	}
	for _, want := range []string{"authorization_server: 4444", "tls: true", "client_id: mine", "# issuer names"} {
		if !strings.Contains(first, want) {
			t.Errorf("the printed configuration lacks %q:\n%s", want, first)
		}
	}
	out := &output{ready: make(chan struct{})}
	if err := run(context.Background(), []string{"--print-schema"}, noEnv, out); err != nil || out.String() != string(config.Schema) {
		t.Errorf("%v, schema\n%s", err, out)
	}
}

func TestConfigErrorNamesLineAndField(t *testing.T) {
	file := filepath.Join(t.TempDir(), "devserver.yaml")
	writeConfig(t, file, "ports:\n  storefront: 0\nclients:\n  - client_id: a\n    callbacks: [/callback]\n", time.Unix(1, 0))
	err := run(context.Background(), []string{"--config", file}, noEnv, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "devserver.yaml:5:17: clients[0].callbacks[0]: ") {
		t.Errorf("error %v, want line, column and field", err)
	}
	// What a flag has said is not looked for in the file.
	writeConfig(t, file, "issuer: http://localhost:4400/\n", time.Unix(1, 0))
	err = run(context.Background(), []string{"--config", file, "--issuer", "nowhere"}, noEnv, io.Discard)
	if err == nil || !strings.HasPrefix(err.Error(), "--issuer: ") {
		t.Errorf("error %v, want the flag", err)
	}
}
