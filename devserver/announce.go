package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spa-session/spa-session/devserver/control"
	"github.com/spa-session/spa-session/devserver/manage"
)

// announce says where to go and as whom to log in; client is the user's own app, "" if there is none.
func (w *world) announce(out io.Writer, client string) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "%-26s %s\n", name+":", value)
		}
	}
	as := strings.TrimSuffix(w.at.PublicURL, "/")
	line("The storefront", w.at.Storefront)
	line("The authorization server", as)
	if w.controlled {
		line("Its dashboard", as+control.Prefix)
		line("Its control token", w.controlToken)
	}
	line("Its Management API", as+manage.Prefix)
	line("As client, with secret", managementClient+" "+w.managementSecret)
	for _, user := range w.users {
		if user.Password != "" {
			line("Log in as", user.Email)
			line("Password", user.Password)
			break
		}
	}
	line("The identity provider", strings.TrimSuffix(w.at.IdP, "/"))
	if len(w.socialUsers) > 0 {
		line("Log in there as", w.socialUsers[0].Email)
		line("With the password", w.socialUsers[0].Password)
	}
	if client != "" {
		line("Your app", fmt.Sprintf("domain %s, clientId %s", strings.TrimSuffix(w.at.Issuer, "/"), client))
	}
	line("Trust for https", w.caFile)
	for _, note := range w.notes {
		fmt.Fprintln(out, "Note:", note)
	}
	fmt.Fprintln(out, "Ctrl-C stops all three.")
}
