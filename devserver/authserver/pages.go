package authserver

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

//go:embed pages
var pageFiles embed.FS

// Each page is the layout with its own `main`; the web_message page stands alone.
var (
	loginTemplate      = parsePage("login.html")
	confirmTemplate    = parsePage("confirm.html")
	noticeTemplate     = parsePage("notice.html")
	mfaTemplate        = parsePage("mfa.html")
	consentTemplate    = parsePage("consent.html")
	accountTemplate    = parsePage("account.html")
	formPostTemplate   = template.Must(template.ParseFS(pageFiles, "pages/form_post.html"))
	webMessageTemplate = template.Must(template.ParseFS(pageFiles, "pages/web_message.html"))
)

func parsePage(name string) *template.Template {
	return template.Must(template.New("layout.html").Funcs(pageFuncs("", false)).ParseFS(pageFiles, "pages/layout.html", "pages/"+name))
}

// pageFuncs are what the pages of one server have in common: `at` makes a path of this server one of its origin.
func pageFuncs(mount string, public bool) template.FuncMap {
	return template.FuncMap{
		"at":     func(path string) string { return mount + path },
		"public": func() bool { return public },
	}
}

// newPages makes a server's own copy of each page.
func newPages(mount string, public bool) (map[*template.Template]*template.Template, error) {
	own := map[*template.Template]*template.Template{}
	for _, page := range []*template.Template{loginTemplate, confirmTemplate, noticeTemplate, mfaTemplate, consentTemplate, accountTemplate} {
		copied, err := page.Clone()
		if err != nil {
			return nil, fmt.Errorf("authserver: %w", err)
		}
		own[page] = copied.Funcs(pageFuncs(mount, public))
	}
	return own, nil
}

// A notice is a page without a form: a refusal, or the end of a logout.
type notice struct {
	Title       string
	Issuer      string
	Paragraphs  []string
	Code        string // the error in the protocol's words; empty if it is none
	Description string
}

// showPage renders a page for a person. No site may frame it (clickjacking), and its form may lead to the server
// itself and to formTarget alone: browsers apply form-action to the redirect that answers a form, too. Under
// no-referrer a browser would send a form with `Origin: null`, which ownFormsOnly could not tell from a stranger's.
func (s *Server) showPage(w http.ResponseWriter, status int, page *template.Template, data any, formTarget string) error {
	framing := ""
	if !s.tenant().settings.Flags.NoClickjackProtection {
		w.Header().Set("X-Frame-Options", "DENY")
		framing = "frame-ancestors 'none'; "
	}
	w.Header().Set("Referrer-Policy", "same-origin")
	w.Header().Set("Content-Security-Policy",
		strings.TrimSpace("default-src 'none'; style-src 'self'; base-uri 'none'; "+framing+"form-action 'self' "+formTarget))
	return render(w, status, s.pages[page], data)
}

func (s *Server) showNotice(w http.ResponseWriter, title, text string) error {
	return s.showPage(w, http.StatusOK, noticeTemplate, notice{Title: title, Issuer: s.cfg.Issuer, Paragraphs: []string{text}}, "")
}

// webMessagePage posts the response to the window that framed or opened it, if that is of the target origin. It is
// the one page that may be framed, and by that origin alone. A fault posts to another target, or denies the frame.
func (s *Server) webMessagePage(w http.ResponseWriter, framer, target string, resp response, deny bool) error {
	script, err := pageFiles.ReadFile("pages/web_message.js")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(script)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'sha256-"+
		base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; form-action 'none'; frame-ancestors "+framer)
	if deny {
		w.Header().Set("X-Frame-Options", "DENY")
		w.Header().Set("Content-Security-Policy", "frame-ancestors 'none'")
	}
	return render(w, http.StatusOK, webMessageTemplate, struct {
		Response response
		Target   string
		Script   template.JS // our own file, which the policy names by its hash
	}{resp, target, template.JS(script)})
}

// formPostPage sends the response to the application by a form that submits itself; a person without scripts has a
// button.
func (s *Server) formPostPage(w http.ResponseWriter, redirectURI string, params url.Values) error {
	script, err := pageFiles.ReadFile("pages/form_post.js")
	if err != nil {
		return err
	}
	sum := sha256.Sum256(script)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'sha256-"+
		base64.StdEncoding.EncodeToString(sum[:])+"'; base-uri 'none'; frame-ancestors 'none'")
	return render(w, http.StatusOK, formPostTemplate, struct {
		Action string
		Fields url.Values
		Script template.JS
	}{redirectURI, params, template.JS(script)})
}

// render writes nothing before the whole page stands.
func render(w http.ResponseWriter, status int, page *template.Template, data any) error {
	var body bytes.Buffer
	if err := page.Execute(&body, data); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // fails only when the browser has gone
	return nil
}

func serveStyle(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, pageFiles, "pages/style.css")
}
