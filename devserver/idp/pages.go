package idp

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
)

//go:embed pages
var pageFiles embed.FS

var (
	loginTemplate  = template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/login.html"))
	noticeTemplate = template.Must(template.ParseFS(pageFiles, "pages/layout.html", "pages/notice.html"))
)

// page is what the templates show.
type page struct {
	Title, Name, Text string
	Action            string // where the login form goes, with the authorization request
	Email             string
	Failed            bool // the credentials were wrong
	Public            bool // any password works
}

func (s *Server) showLogin(w http.ResponseWriter, r *http.Request, status int, params url.Values, email string) {
	s.show(w, r, status, loginTemplate, page{
		Title: "Log in", Action: "/login?" + params.Encode(), Email: email, Failed: status != http.StatusOK,
	})
}

// show renders a page for a person; no site may frame it. Its policy has no form-action: browsers apply that to every
// redirect which answers the form, and the chain ends at an application that only the authorization server knows.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, t *template.Template, p page) {
	p.Name, p.Public = s.cfg.Name, s.cfg.Public
	var body bytes.Buffer
	if err := t.Execute(&body, p); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("X-Frame-Options", "DENY")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = body.WriteTo(w) // fails only when the browser has gone
}

func serveStyle(w http.ResponseWriter, r *http.Request) {
	http.ServeFileFS(w, r, pageFiles, "pages/style.css")
}
