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
	"github.com/spa-session/spa-session/devserver/idp"
	"github.com/spa-session/spa-session/devserver/shop"
	"github.com/spa-session/spa-session/devserver/static"
)

// signingKey is made once for all worlds of a test binary, since making one takes a good part of a second.
var signingKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// servers are the handlers of a world's origins, and the server behind the first.
type servers struct {
	authserver *authserver.Server
	as         http.Handler
	storefront http.Handler
	idp        http.Handler // nil without Options.Social
}

// recordedRequests is what `make run` keeps for the dashboard, too.
const recordedRequests = 1000

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
func newServers(t testing.TB, options Options, module fs.FS, as, storefront, provider string, now func() time.Time) servers {
	t.Helper()
	log := slog.New(slog.NewTextHandler(newLogWriter(t), nil))
	key, err := signingKey()
	check(t, err)

	tenant := authserver.Defaults(storefront)
	tenant.Issuer = as + "/"
	clock := control.NewClock(now)
	tenant.Now = clock.Now
	tenant.RecordRequests = recordedRequests
	tenant.Key = key
	tenant.Log = log
	client := trusting(t, options.TLS)
	tenant.HTTPClient = client
	tenant.Sessions = authserver.SessionLimits{Idle: 300 * time.Second, Absolute: 12 * time.Hour}
	controls := control.Config{Clock: clock, Origin: as, ControlOrigins: []string{storefront}, Token: options.ControlToken}
	var social http.Handler
	if options.Social {
		idServer, connection := newIdP(t, as, provider, clock.Now)
		tenant.Connections = []authserver.Connection{connection}
		controls.IdP, social = idServer, idServer
	}
	if options.Tenant != nil {
		options.Tenant(&tenant)
	}
	server, err := authserver.New(tenant)
	check(t, err)
	controls.Sessions, controls.Mock = server, server
	mock, err := control.New(controls)
	check(t, err)
	api, err := shop.New(shop.Config{Issuer: tenant.Issuer, Audience: authserver.StorefrontAudience, Client: client, Now: clock.Now, Log: log})
	check(t, err)
	files := options.Site
	if files == nil {
		files = demo.Files()
	}
	site, err := static.New(static.Config{
		Demo:     files,
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
		as:         mounted(server, control.Prefix, mock),
		storefront: mounted(site, "/api/", api),
		idp:        social,
	}
}

// newIdP makes the identity provider, and what the authorization server must know of it.
func newIdP(t testing.TB, as, origin string, now func() time.Time) (*idp.Server, authserver.Connection) {
	t.Helper()
	const clientID, secret = "mock-as", "known to both servers"
	cfg := idp.Defaults()
	cfg.Issuer, cfg.Now = origin+"/", now
	cfg.Clients = []idp.Client{idp.ClientOf(as+"/", clientID, secret)}
	server, err := idp.New(cfg)
	check(t, err)
	return server, authserver.Connection{
		Name: "facebook", DisplayName: "Facebook", Issuer: cfg.Issuer, ClientID: clientID, ClientSecret: secret,
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
