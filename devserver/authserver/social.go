package authserver

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/store"
)

// databaseConnection is Auth0's name for users with email and password.
const databaseConnection = "Username-Password-Authentication"

// startSocialLogin leads to the provider with a code request of this server's own, bound to this browser by state and
// to this login by PKCE.
func (s *Server) startSocialLogin(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingLogin(r, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	connection, found := s.connection(mux.Vars(r)["connection"])
	if !found {
		return refuse("invalid_request", "the connection was not found").mend("use the login page's own links")
	}
	provider, err := s.discover(r.Context(), connection)
	if err != nil {
		return s.upstreamFailed(w, r, session, interaction, err)
	}
	state, err := s.randomID(32)
	if err != nil {
		return err
	}
	_, err = s.step(r.Context(), session.ID, interaction.ID, func(_ *store.Session, interaction *store.Interaction) error {
		interaction.Connection, interaction.UpstreamState = connection.Name, state
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	redirect(w, r, withQuery(provider.AuthorizationEndpoint, url.Values{
		"response_type": {"code"}, "client_id": {connection.ClientID}, "redirect_uri": {s.base + upstreamPath},
		"scope": {"openid profile email"}, "state": {state},
		"code_challenge": {challengeOf(upstreamVerifier(state))}, "code_challenge_method": {"S256"},
		"login_hint": {interaction.Login.LoginHint}, "ui_locales": {interaction.Login.UILocales},
	}))
	return nil
}

// upstreamVerifier is derived from the state, so that there is one secret to keep; the provider learns the state, but
// only this server redeems the code, with its own secret beside the verifier.
func upstreamVerifier(state string) string {
	sum := sha256.Sum256([]byte("verifier " + state))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// finishSocialLogin is this server's redirect URI at the providers.
func (s *Server) finishSocialLogin(w http.ResponseWriter, r *http.Request) error {
	query := r.URL.Query()
	session, interaction, err := s.interactionByState(r, query.Get("state"))
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	connection, found := s.connection(interaction.Connection)
	if !found {
		return s.loginGone()
	}
	if query.Get("error") == "access_denied" {
		return s.endInteraction(w, r, session, interaction, "The user cancelled the login")
	}
	who, err := s.redeemUpstream(r.Context(), connection, query)
	if err != nil {
		return s.upstreamFailed(w, r, session, interaction, err)
	}
	if err := s.provision(who.user); err != nil {
		return err
	}
	return s.completeLogin(w, r, session, interaction, who)
}

// interactionByState finds the login that this browser has taken to a provider.
func (s *Server) interactionByState(r *http.Request, state string) (store.Session, store.Interaction, error) {
	id, _ := s.sessionCookie(r)
	session, err := s.store.Session(r.Context(), id)
	if err != nil {
		return store.Session{}, store.Interaction{}, err
	}
	for _, interaction := range session.Pending {
		same := subtle.ConstantTimeCompare([]byte(interaction.UpstreamState), []byte(state)) == 1
		if interaction.UpstreamState != "" && same {
			return s.interaction(r, interaction.ID)
		}
	}
	return store.Session{}, store.Interaction{}, store.ErrNotFound
}

// upstreamFailed tells the application that the provider cannot be used; the log says why.
func (s *Server) upstreamFailed(w http.ResponseWriter, r *http.Request, session store.Session, interaction store.Interaction, cause error) error {
	if err := s.dropInteraction(r.Context(), session.ID, interaction.ID); err != nil {
		return err
	}
	return s.respondError(w, r, destinationOf(*interaction.Login),
		refuse("temporarily_unavailable", "The identity provider cannot be used").withClient(interaction.Login.ClientID).
			because("%v", cause).mend("look whether the provider runs and knows this server as a client"))
}

// provision adds a user who comes for the first time, and takes over what the provider says of the others.
func (s *Server) provision(user User) error {
	return s.change(func(t *tenant) error {
		if i := t.userIndex(user.Sub); i >= 0 {
			t.users[i].Email, t.users[i].Name = user.Email, user.Name
			return nil
		}
		t.users = append(slices.Clip(t.users), user)
		return nil
	})
}
