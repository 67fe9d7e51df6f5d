package control

import (
	"net/http"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/idp"
)

// An IdP is the identity provider behind the server; *idp.Server has it.
type IdP interface {
	Sessions() []idp.Session
	EndSessions(userID string)
	Snapshot() idp.Snapshot
	Restore(idp.Snapshot)
}

func idpRoutes(r *mux.Router, provider IdP) {
	r.HandleFunc(Prefix+"idp/sessions", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"sessions": provider.Sessions()})
	}).Methods("GET")
	r.HandleFunc(Prefix+"idp/sessions/{user_id}", func(w http.ResponseWriter, r *http.Request) {
		provider.EndSessions(mux.Vars(r)["user_id"])
		w.WriteHeader(http.StatusNoContent)
	}).Methods("DELETE")
}
