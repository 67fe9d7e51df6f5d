package browser

import (
	"crypto/rand"
	"crypto/rsa"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/spa-session/spa-session/demo"
	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
	"github.com/spa-session/spa-session/devserver/shop"
	"github.com/spa-session/spa-session/devserver/static"
)

// signingKey is made once for all worlds of a test binary, since making one takes a good part of a second.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// servers are the handlers of a world's two origins, and the server behind the first.
type servers struct {
	authserver *authserver.Server
	as         http.Handler
	storefront http.Handler
}

// appConfig is /config.json, which the storefront makes its client from.
type appConfig struct {
	Domain          string `json:"domain"`
	ClientID        string `json:"clientId"`
	Audience        string `json:"audience"`
	IdleTimeout     int    `json:"idleTimeout"`     // seconds
	AbsoluteTimeout int    `json:"absoluteTimeout"` // seconds
	ControlURL      string `json:"controlUrl"`
}

// newServers makes what `make run` serves, at these origins and by this clock.
func newServers(t testing.TB, options Options, module fs.FS, as, storefront string, now func() time.Time) servers {
	t.Helper()
	log := slog.New(slog.NewTextHandler(newLogWriter(t), nil))
	key, err := signingKey()
	check(t, err)

	tenant := authserver.Defaults(storefront)
	tenant.Issuer = as + "/"
	tenant.Now = now
	tenant.Key = key
	tenant.Log = log
	tenant.Sessions = authserver.SessionLimits{Idle: 300 * time.Second, Absolute: 12 * time.Hour}
	if options.Tenant != nil {
		options.Tenant(&tenant)
	}
	server, err := authserver.New(tenant)
	check(t, err)
	controls, err := control.New(control.Config{Sessions: server, Origin: as, ControlOrigins: []string{storefront}})
	check(t, err)
	api, err := shop.New(shop.Config{Issuer: tenant.Issuer, Audience: authserver.StorefrontAudience, Now: now, Log: log})
	check(t, err)
	site, err := static.New(static.Config{
		Demo:     demo.Files(),
		Module:   module,
		ASOrigin: as,
		AppConfig: appConfig{
			Domain:          as,
			ClientID:        tenant.Clients[0].ID,
			Audience:        authserver.StorefrontAudience,
			IdleTimeout:     int(tenant.Sessions.Idle / time.Second),
			AbsoluteTimeout: int(tenant.Sessions.Absolute / time.Second),
			ControlURL:      as + "/__mock",
		},
	})
	check(t, err)
	return servers{
		authserver: server,
		as:         mounted(server, control.Prefix, controls),
		storefront: mounted(site, "/api/", api),
	}
}

// mounted serves what is below prefix by inner, and all else by outer.
func mounted(outer http.Handler, prefix string, inner http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", outer)
	mux.Handle(prefix, inner)
	return mux
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("browser: %v", err)
	}
}

// logWriter writes lines into a test's log until the test is over: a server's last line may come later.
type logWriter struct {
	mu   sync.Mutex
	t    testing.TB
	over bool
}

func newLogWriter(t testing.TB) *logWriter {
	w := &logWriter{t: t}
	t.Cleanup(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.over = true
	})
	return w
}

func (w *logWriter) Write(line []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		w.t.Logf("server: %s", line)
	}
	return len(line), nil
}
