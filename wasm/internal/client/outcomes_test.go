package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// outcome is what can become of a silent request, and what it makes of a session
// in each state. A session ends in the rows of design section 7 alone. The rows
// are data that demo reads as well, to walk them in a browser.
type outcome struct {
	Name string
	Code oidc.Code // "" is a token
	Then map[deadline.Status]deadline.Status
	// CodeOf tells the code for states where it is another.
	CodeOf map[deadline.Status]oidc.Code

	order func(*page) // brings it about
}

// orders are those of the rows, by name.
var orders = map[string]func(*page){
	"success":                            func(*page) {},
	"login_required":                     says("login_required", "Login required"),
	"login_required for a second factor": says("login_required", "Multifactor authentication required"),
	"consent_required":                   says("consent_required", ""),
	"interaction_required":               says("interaction_required", ""),
	"temporarily_unavailable":            says("temporarily_unavailable", ""),
	// A page that has just been opened knew nobody: whoever is signed in is its user.
	"another user":              logInAsGrace,
	"timeout":                   wrapped(silence),
	"5xx":                       wrapped(answer(http.StatusBadGateway)),
	"5xx of the token endpoint": wrapped(answerAt("/oauth/token", http.StatusBadGateway)),
	"an error page":             wrapped(answerAt("/authorize", http.StatusOK)),
	"server down":               func(p *page) { p.w.network.SetDown(true) },
	"offline":                   func(p *page) { p.w.network.SetDown(true); p.tab.Signal(client.Offline) },
	// A user's act waits two seconds for the lock, then runs beside whoever holds it.
	"lock": func(p *page) { p.w.lockFails = true },
	// With silent.fallback none only a login helps.
	"cookies blocked": func(p *page) { p.tab.BlockCookies = true; p.w.block(p) },
}

// outcomes reads the rows, each with its order.
func outcomes(t *testing.T) (rows []outcome) {
	t.Helper()
	content, err := os.ReadFile("testdata/outcomes.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(orders) {
		t.Errorf("%d rows, and orders for %d", len(rows), len(orders))
	}
	for i, row := range rows {
		if rows[i].order = orders[row.Name]; rows[i].order == nil {
			t.Fatalf("nothing brings about %q", row.Name)
		}
	}
	return rows
}

// says has the server answer every silent request with an error.
func says(code, description string) func(*page) { return wrapped(saying(code, description)) }

func saying(code, description string) func(http.Handler) http.Handler {
	page := template.Must(template.New("").Parse(`<script type="application/json" id="response">{{.Response}}</script>` +
		`<script type="application/json" id="target">{{.Target}}</script>`))
	return func(next http.Handler) http.Handler {
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
	}
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

// toReach is how long after a touch a page is in a state.
var toReach = map[deadline.Status]time.Duration{deadline.Active: 5 * time.Second, deadline.Warning: 61 * time.Second, deadline.Idle: 121 * time.Second}

func TestOutcomesInEveryState(t *testing.T) {
	for _, row := range outcomes(t) {
		for _, from := range []deadline.Status{deadline.Loading, deadline.Active, deadline.Warning, deadline.Idle} {
			t.Run(fmt.Sprintf("%s in %s", row.Name, from), func(t *testing.T) {
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
	blocking := row.Code == client.CookiesBlocked
	if blocking {
		row.order(p) // known from the first frame on
	} else if err := p.ContinueSession(t.Context()); err != nil { // and here cookies are known to reach frames
		t.Fatal(err)
	}
	w.pass(toReach[from])
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
	want := row.Code
	if other, isOther := row.CodeOf[from]; isOther {
		want = other
	}
	if from == deadline.Loading {
		if p.Snapshot().Err != nil {
			err = p.Snapshot().Err
		} else {
			want = ""
		}
		if row.Then[from] == deadline.Loading && err == nil {
			t.Error("loading, and nothing says why")
		}
	}
	if code(err) != want {
		t.Errorf("the answer is %v, want %q", err, want)
	}
	p.want(row.Then[from])
	if frames := p.tab.OpenFrames(); frames != 0 {
		t.Errorf("%d frames stand", frames)
	}
	if row.Then[from] == from || blocking {
		state := func(stored any) any { return stored.(map[string]any)["state"] }
		if got := state(w.browser.Stored()); got != state(before) || got != "active" {
			t.Errorf("the shared record says %v, it said %v: nobody's session has ended", got, state(before))
		}
	}
}
