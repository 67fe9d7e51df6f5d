package main

import (
	"crypto/rand"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spa-session/spa-session/demo"
	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/control"
	"github.com/spa-session/spa-session/devserver/idp"
	"github.com/spa-session/spa-session/devserver/shop"
	"github.com/spa-session/spa-session/devserver/static"
)

// origins are where the three sites are found.
type origins struct{ storefront, as, idp string }

// A world is the three origins and what a person must know of them.
type world struct {
	storefront, as, idp http.Handler

	at         origins
	user       authserver.User // one to log in with
	socialUser idp.User        // one to log in with at the identity provider
	notes      []string        // what is missing, each in a sentence
}

// recordedRequests is how many the control API can show.
const recordedRequests = 1000

// newWorld puts the rooms together, out of the built-in tenant.
func newWorld(o options, at origins, log *slog.Logger) (*world, error) {
	clock := control.NewClock(nil)
	tenant := authserver.Defaults(at.storefront)
	tenant.Now, tenant.RecordRequests = clock.Now, recordedRequests
	tenant.Issuer = at.as + "/"
	secret := rand.Text() // between the two servers, for this run
	tenant.Connections = []authserver.Connection{{
		Name: "facebook", DisplayName: "Facebook", Issuer: at.idp + "/", ClientID: "mock-as", ClientSecret: secret,
	}}
	tenant.Sessions = authserver.SessionLimits{Idle: o.idle, Absolute: o.absolute}
	tenant.IDTokenLifetime = o.idToken
	tenant.AccessTokenLifetime = o.accessToken
	tenant.Log = log
	as, err := authserver.New(tenant)
	if err != nil {
		return nil, err
	}
	social := idp.Defaults()
	social.Issuer, social.Log, social.Now = at.idp+"/", log, clock.Now
	social.Clients = []idp.Client{idp.ClientOf(tenant.Issuer, "mock-as", secret)}
	provider, err := idp.New(social)
	if err != nil {
		return nil, err
	}
	mock, err := control.New(control.Config{
		Sessions: as, Mock: as, IdP: provider, Clock: clock, Origin: at.as, ControlOrigins: []string{at.storefront},
	})
	if err != nil {
		return nil, err
	}
	api, err := shop.New(shop.Config{Issuer: tenant.Issuer, Audience: authserver.StorefrontAudience, Now: clock.Now, Log: log})
	if err != nil {
		return nil, err
	}
	module := os.DirFS(o.dist)
	files, err := static.New(static.Config{
		Demo: demo.Files(), Module: module, ASOrigin: at.as,
		AppConfig: newAppConfig(tenant, at.as),
	})
	if err != nil {
		return nil, err
	}
	w := &world{
		storefront: under("/api/", api, files),
		as:         under(control.Prefix, mock, as),
		idp:        provider,
		at:         at,
		user:       tenant.Users[0],
		socialUser: social.Users[0],
	}
	if entries, err := fs.ReadDir(module, "."); err != nil || len(entries) == 0 {
		w.notes = append(w.notes, o.dist+" has no module yet: run make build, then load the page again.")
	}
	return w, nil
}

// appConfig is /config.json, which demo/ reads. Durations are seconds.
type appConfig struct {
	Domain          string `json:"domain"`
	ClientID        string `json:"clientId"`
	Audience        string `json:"audience"`
	IdleTimeout     int64  `json:"idleTimeout"`
	AbsoluteTimeout int64  `json:"absoluteTimeout"`
	ControlURL      string `json:"controlUrl"`
}

func newAppConfig(tenant authserver.Config, asOrigin string) appConfig {
	return appConfig{
		Domain:          asOrigin,
		ClientID:        tenant.Clients[0].ID,
		Audience:        tenant.APIs[0].Audience,
		IdleTimeout:     int64(tenant.Sessions.Idle / time.Second),
		AbsoluteTimeout: int64(tenant.Sessions.Absolute / time.Second),
		ControlURL:      asOrigin + strings.TrimSuffix(control.Prefix, "/"),
	}
}

// announce says where to go and as whom to log in.
func (w *world) announce(out io.Writer, missingAddresses []string) {
	fmt.Fprintf(out, `The storefront:            %s
The authorization server:  %s
Its dashboard:             %s
Log in as:                 %s
Password:                  %s
The identity provider:     %s
Log in there as:           %s
With the password:         %s
`, w.at.storefront, w.at.as, w.at.as+control.Prefix, w.user.Email, w.user.Password, w.at.idp, w.socialUser.Email, w.socialUser.Password)
	for _, address := range missingAddresses {
		fmt.Fprintf(out, "Note: this machine has no %s; the other loopback address serves alone.\n", address)
	}
	for _, note := range w.notes {
		fmt.Fprintln(out, "Note:", note)
	}
	fmt.Fprintln(out, "Ctrl-C stops all three.")
}

// under sends the paths that begin with prefix to one handler and all others to another.
func under(prefix string, one, other http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, prefix) {
			one.ServeHTTP(w, r)
			return
		}
		other.ServeHTTP(w, r)
	})
}

// originAt is a browser's spelling: http's default port is left out.
func originAt(port int) string {
	if port == 80 {
		return "http://localhost"
	}
	return fmt.Sprintf("http://localhost:%d", port)
}

// newLog writes lines for a person who watches a terminal.
func newLog(out io.Writer) *slog.Logger {
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey {
				a.Value = slog.StringValue(a.Value.Time().Format(time.TimeOnly))
			}
			return a
		},
	}))
}
