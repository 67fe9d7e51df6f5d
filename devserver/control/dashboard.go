package control

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A dashboard is the page at Prefix with the stream that keeps it up to date. The page is made once; all that moves
// comes as JSON, and is written by textContent alone: client ids, states and user agents are anybody's text.
type dashboard struct {
	sessions Sessions
	mock     Mock
	idp      IdP // nil: there is none
	clock    *Clock
	kept     *snapshots
	orders   *faultOrders
	changed  *bell // by the API
	stopping <-chan struct{}
	issuer   string
	locked   bool // a token is asked for, so that one can log out
}

//go:embed dashboard
var dashboardFiles embed.FS

var (
	dashboardTemplate = template.Must(template.ParseFS(dashboardFiles, "dashboard/page.html"))
	lockedTemplate    = template.Must(template.ParseFS(dashboardFiles, "dashboard/locked.html"))
)

const assetPrefix = Prefix + "dashboard/"

func dashboardRoutes(r *mux.Router, d *dashboard) {
	r.HandleFunc(Prefix, d.page).Methods("GET")
	r.HandleFunc(Prefix+"events", d.stream).Methods("GET")
	files := http.FileServerFS(dashboardFiles)
	r.PathPrefix(assetPrefix).Handler(http.StripPrefix(Prefix, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isAsset(Prefix + r.URL.Path) { // no listings, no templates
			notFound(w, r)
			return
		}
		files.ServeHTTP(w, r)
	}))).Methods("GET")
}

// isAsset names the files that the page loads. They hold no secret.
func isAsset(path string) bool {
	name, found := strings.CutPrefix(path, assetPrefix)
	return found && !strings.Contains(name, "/") && (strings.HasSuffix(name, ".js") || strings.HasSuffix(name, ".css"))
}

func (d *dashboard) page(w http.ResponseWriter, _ *http.Request) {
	users := d.mock.Users()
	slices.SortStableFunc(users, func(a, b authserver.User) int { return strings.Compare(a.Name, b.Name) })
	showPage(w, http.StatusOK, dashboardTemplate, struct {
		Issuer  string
		Users   []authserver.User
		Presets []preset
		IdP     bool
	}{d.issuer, users, presets, d.idp != nil})
}

// policy forbids everything but this origin's own files: no inline script or style, no frame around the page, and no way
// to make markup out of text.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

func showPage(w http.ResponseWriter, status int, page *template.Template, data any) {
	var b bytes.Buffer
	if err := page.Execute(&b, data); err != nil {
		internalError(w, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes()) // a failure to write means that the client has gone
}
