package client_test

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// outcome is what can become of a silent request, and what it makes of a session
// in each state. A session ends in the rows of design section 7 alone.
type outcome struct {
	name  string
	order func(*page)
	code  oidc.Code // "" is a token
	then  endings
	// codeOf tells the code for states where it is another.
	codeOf map[deadline.Status]oidc.Code
}

// endings are the states that follow, by the state before.
type endings map[deadline.Status]deadline.Status

var (
	goesOn = endings{deadline.Loading: deadline.Active, deadline.Active: deadline.Active, deadline.Warning: deadline.Active, deadline.Idle: deadline.Active}
	stays  = endings{deadline.Loading: deadline.Loading, deadline.Active: deadline.Active, deadline.Warning: deadline.Warning, deadline.Idle: deadline.Idle}
	ends   = endings{deadline.Loading: deadline.SignedOut, deadline.Active: deadline.Ended, deadline.Warning: deadline.Ended, deadline.Idle: deadline.Ended}
)

var outcomes = []outcome{
	{name: "success", order: func(*page) {}, then: goesOn},
	{name: "login_required", order: says("login_required", "Login required"), code: oidc.LoginRequired, then: ends},
	{name: "login_required for a second factor", order: says("login_required", "Multifactor authentication required"), code: oidc.LoginRequired, then: stays},
	{name: "consent_required", order: says("consent_required", ""), code: oidc.ConsentRequired, then: stays},
	{name: "interaction_required", order: says("interaction_required", ""), code: oidc.InteractionRequired, then: stays},
	{name: "temporarily_unavailable", order: says("temporarily_unavailable", ""), code: oidc.AuthorizationError, then: stays},
	{name: "another user", order: logInAsGrace, code: client.UserChanged,
		// A page that has just been opened knew nobody: whoever is signed in is its user.
		then: endings{deadline.Loading: deadline.Active, deadline.Active: deadline.SignedOut, deadline.Warning: deadline.SignedOut, deadline.Idle: deadline.SignedOut}},
	{name: "timeout", order: wrapped(silence), code: client.Timeout, then: stays},
	{name: "5xx", order: wrapped(answer(http.StatusBadGateway)), code: client.ServerError, then: stays},
	{name: "5xx of the token endpoint", order: wrapped(answerAt("/oauth/token", http.StatusBadGateway)), code: client.ServerError, then: stays},
	{name: "an error page", order: wrapped(answerAt("/authorize", http.StatusOK)), code: client.ErrorPage, then: stays},
	{name: "server down", order: func(p *page) { p.w.network.SetDown(true) }, code: client.Unreachable, then: stays},
	{name: "offline", order: func(p *page) { p.w.network.SetDown(true); p.tab.Signal(client.Offline) }, code: client.NoNetwork, then: stays},
	{name: "lock", order: func(p *page) { p.w.lockFails = true }, code: client.LockFailed,
		// A user's act waits two seconds for the lock, then runs beside whoever holds it.
		then:   endings{deadline.Loading: deadline.Loading, deadline.Active: deadline.Active, deadline.Warning: deadline.Active, deadline.Idle: deadline.Active},
		codeOf: map[deadline.Status]oidc.Code{deadline.Warning: "", deadline.Idle: ""}},
	{name: "cookies blocked", order: func(p *page) { p.tab.BlockCookies = true; p.w.block(p) }, code: client.CookiesBlocked,
		then: endings{deadline.Loading: deadline.SignedOut, deadline.Active: deadline.Active, deadline.Warning: deadline.Warning, deadline.Idle: deadline.Idle},
		// With silent.fallback none only a login helps.
		codeOf: map[deadline.Status]oidc.Code{deadline.Warning: oidc.LoginRequired, deadline.Idle: oidc.LoginRequired}},
}

// says has the server answer every silent request with an error.
func says(code, description string) func(*page) {
	page := template.Must(template.New("").Parse(`<script type="application/json" id="response">{{.Response}}</script>` +
		`<script type="application/json" id="target">{{.Target}}</script>`))
	return wrapped(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/authorize" {
				next.ServeHTTP(w, r)
				return
			}
			response := map[string]string{"error": code, "error_description": description, "state": r.URL.Query().Get("state"), "iss": issuer}
			if err := page.Execute(w, map[string]any{"Response": response, "Target": shop}); err != nil {
				panic(err)
			}
		})
	})
}

func wrapped(fault func(http.Handler) http.Handler) func(*page) {
	return func(p *page) { p.w.fault(fault) }
}

func logInAsGrace(p *page) {
	w := p.w
	w.t.Helper()
	if err := w.server.EndSession(p.GetIDTokenClaims().String("sid")); err != nil {
		w.t.Fatal(err)
	}
	address := issuer + "authorize?response_type=code&client_id=storezero-outlet&redirect_uri=" + shop + "/outlet&state=s&scope=openid" +
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
	if callback, err := w.browser.LogIn(address, "grace@storezero.example", "nanosecond"); err != nil || query(w.t, callback).Get("code") == "" {
		w.t.Fatal(callback, err)
	}
}

// block lets this browser learn that cookies are blocked, by a frame right after
// another login.
func (w *world) block(p *page) {
	w.t.Helper()
	if _, _, err := p.GetTokenSilently(w.t.Context(), client.TokenOptions{CacheMode: client.CacheOff}); code(err) != client.CookiesBlocked {
		w.t.Fatalf("a frame without cookies right after a login: %v", err)
	}
}

func TestOutcomesInEveryState(t *testing.T) {
	for _, row := range outcomes {
		for _, from := range []deadline.Status{deadline.Loading, deadline.Active, deadline.Warning, deadline.Idle} {
			t.Run(fmt.Sprintf("%s in %s", row.name, from), func(t *testing.T) {
				inWorld(t, time.Hour, func(t *testing.T, w *world) { w.walk(t, row, from) })
			})
		}
	}
}

func (w *world) walk(t *testing.T, row outcome, from deadline.Status) {
	w.ports = func(ports *client.Ports) {
		lock := ports.Lock
		ports.Lock = func(ctx context.Context, name string, steal bool) (*client.Lease, error) {
			if w.lockFails {
				return nil, errors.New("not given")
			}
			return lock(ctx, name, steal)
		}
	}
	fallback := func(c *client.Config) { c.Silent.Fallback = client.FallbackNone }
	p := w.logIn(fallback)
	blocking := row.code == client.CookiesBlocked
	if blocking {
		row.order(p) // known from the first frame on
	} else if err := p.ContinueSession(t.Context()); err != nil { // and here cookies are known to reach frames
		t.Fatal(err)
	}
	w.pass(map[deadline.Status]time.Duration{deadline.Active: 5 * time.Second, deadline.Warning: 61 * time.Second, deadline.Idle: 121 * time.Second}[from])
	if from != deadline.Loading {
		p.want(from)
	}
	if !blocking {
		row.order(p)
	}
	before := w.browser.Stored()
	var err error
	switch from {
	case deadline.Loading:
		offline := !p.tab.Ports().Activity.Online()
		tab := p.tab.Reload(shop + "/")
		if offline {
			tab.Signal(client.Offline)
		}
		p = w.open(tab, fallback)
	case deadline.Active:
		_, _, err = p.GetTokenSilently(t.Context(), client.TokenOptions{CacheMode: client.CacheOff})
	default:
		err = p.ContinueSession(t.Context())
	}
	want := row.code
	if other, isOther := row.codeOf[from]; isOther {
		want = other
	}
	if from == deadline.Loading {
		if p.Snapshot().Err != nil {
			err = p.Snapshot().Err
		} else {
			want = ""
		}
		if row.then[from] == deadline.Loading && err == nil {
			t.Error("loading, and nothing says why")
		}
	}
	if code(err) != want {
		t.Errorf("the answer is %v, want %q", err, want)
	}
	p.want(row.then[from])
	if frames := p.tab.OpenFrames(); frames != 0 {
		t.Errorf("%d frames stand", frames)
	}
	if row.then[from] == from || blocking {
		state := func(stored any) any { return stored.(map[string]any)["state"] }
		if got := state(w.browser.Stored()); got != state(before) || got != "active" {
			t.Errorf("the shared record says %v, it said %v: nobody's session has ended", got, state(before))
		}
	}
}
