package authserver

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/spa-session/spa-session/devserver/store"
)

// consentMissing tells whether the user would have to be asked: for a third-party client, or for an API that wants it,
// until the user has allowed this client all that it asks for.
func (s *Server) consentMissing(ctx context.Context, sub string, req store.AuthorizationRequest) (bool, error) {
	client, _ := s.client(req.ClientID)
	api, _ := s.api(req.Audience)
	legacy := s.tenant().settings.Quirks.LocalhostConsent == LocalhostLegacy && onLoopback(req.RedirectURI)
	if !client.ThirdParty && !api.AskConsent && !legacy {
		return false, nil
	}
	given, err := s.store.Consent(ctx, sub, req.ClientID)
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	for _, scope := range consentScopes(req) {
		if !slices.Contains(given.Scopes, scope) {
			return true, err
		}
	}
	return false, err
}

// consentScopes tells the same scope of two APIs apart.
func consentScopes(req store.AuthorizationRequest) []string {
	scopes := strings.Fields(req.Scope)
	for i, scope := range scopes {
		if !slices.Contains(identityScopes, scope) {
			scopes[i] = req.Audience + " " + scope
		}
	}
	return scopes
}

func (s *Server) showConsent(w http.ResponseWriter, r *http.Request) error {
	session, interaction, err := s.waitingFor(r, askConsent, r.URL.Query().Get("interaction"))
	if err != nil {
		return err
	}
	return s.renderConsent(w, session, interaction)
}

func (s *Server) renderConsent(w http.ResponseWriter, session store.Session, interaction store.Interaction) error {
	user, _ := s.userBySub(session.Sub)
	return s.showPage(w, http.StatusOK, consentTemplate, struct {
		Title, Issuer, Application, Interaction, SID, Email string
		Scopes                                              []string
	}{
		"Authorize app", s.cfg.Issuer, s.displayName(interaction.Login.ClientID), interaction.ID, session.SID, user.Email,
		strings.Fields(interaction.Login.Scope),
	}, originOfRegistered(interaction.Login.RedirectURI))
}

// submitConsent remembers a yes, for the user whom the page named: the sid says whether that is still the same.
func (s *Server) submitConsent(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return unreadable(err)
	}
	session, interaction, err := s.waitingFor(r, askConsent, r.PostForm.Get("interaction"))
	if err != nil {
		return err
	}
	if r.PostForm.Get("session") != session.SID {
		return s.renderConsent(w, session, interaction)
	}
	if r.PostForm.Get("action") != "accept" {
		return s.endInteraction(w, r, session, interaction, "User did not authorize the request")
	}
	if err := s.saveConsent(r.Context(), session.Sub, *interaction.Login); err != nil {
		return err
	}
	session, err = s.step(r.Context(), session.ID, interaction.ID, func(_ *store.Session, interaction *store.Interaction) error {
		interaction.Done.Consented = true
		return nil
	})
	if errors.Is(err, store.ErrNotFound) {
		return s.loginGone()
	}
	if err != nil {
		return err
	}
	return s.advance(w, r, session, interaction.ID)
}

func (s *Server) saveConsent(ctx context.Context, sub string, req store.AuthorizationRequest) error {
	consent, err := s.store.Consent(ctx, sub, req.ClientID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	consent.Sub, consent.ClientID = sub, req.ClientID
	for _, scope := range consentScopes(req) {
		if !slices.Contains(consent.Scopes, scope) {
			consent.Scopes = append(consent.Scopes, scope)
		}
	}
	return s.store.SaveConsent(ctx, consent)
}
