package manage

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// databaseConnection is the name of Auth0's built-in user database, and so of the mock's.
const databaseConnection = "Username-Password-Authentication"

type userView struct {
	ID            string         `json:"user_id"`
	Email         string         `json:"email"`
	EmailVerified bool           `json:"email_verified"`
	Name          string         `json:"name,omitempty"`
	Phone         string         `json:"phone_number,omitempty"`
	Blocked       bool           `json:"blocked"`
	Identities    []identity     `json:"identities"`
	UserMetadata  map[string]any `json:"user_metadata,omitempty"`
	AppMetadata   map[string]any `json:"app_metadata,omitempty"`
}

type identity struct {
	Connection string `json:"connection"`
	Provider   string `json:"provider"`
	UserID     string `json:"user_id"`
	Social     bool   `json:"isSocial"`
}

func userViewOf(u authserver.User) userView {
	provider, id, _ := strings.Cut(u.Sub, "|")
	who := identity{Connection: provider, Provider: provider, UserID: id, Social: provider != "auth0"}
	if !who.Social {
		who.Connection = databaseConnection
	}
	return userView{u.Sub, u.Email, !u.EmailUnverified, u.Name, u.Phone, u.Blocked, []identity{who}, u.UserMetadata, u.AppMetadata}
}

func (a *api) listUsers(w http.ResponseWriter, r *http.Request, _ caller) error {
	return writePage(w, r, "users", a.users(func(authserver.User) bool { return true }))
}

func (a *api) usersByEmail(w http.ResponseWriter, r *http.Request, _ caller) error {
	email := r.URL.Query().Get("email")
	if email == "" {
		return fail(http.StatusBadRequest, "invalid_query_string", "Query validation error: 'Missing required property: email'")
	}
	writeJSON(w, http.StatusOK, a.users(func(u authserver.User) bool { return strings.EqualFold(u.Email, email) }))
	return nil
}

func (a *api) users(match func(authserver.User) bool) []userView {
	views := []userView{}
	for _, user := range a.server.Users() {
		if match(user) {
			views = append(views, userViewOf(user))
		}
	}
	return views
}

func (a *api) showUser(w http.ResponseWriter, r *http.Request, _ caller) error {
	user, err := a.user(idOf(r))
	if err != nil {
		return err
	}
	writeJSON(w, http.StatusOK, userViewOf(user))
	return nil
}

func (a *api) user(sub string) (authserver.User, error) {
	for _, user := range a.server.Users() {
		if user.Sub == sub {
			return user, nil
		}
	}
	return authserver.User{}, noUser()
}

func noUser() error {
	return fail(http.StatusNotFound, "inexistent_user", "The user does not exist.")
}

func (a *api) createUser(w http.ResponseWriter, r *http.Request, _ caller) error {
	p := read(r)
	p.require("connection", "email", "password")
	var connection, id string
	p.oneOf("connection", &connection, databaseConnection)
	if !p.string("user_id", &id) {
		id = strings.ToLower(rand.Text()[:24])
	}
	user := authserver.User{Sub: "auth0|" + id, EmailUnverified: true}
	p.user(&user)
	if err := p.done(); err != nil {
		return err
	}
	for _, other := range a.server.Users() {
		if other.Sub == user.Sub || strings.HasPrefix(other.Sub, "auth0|") && strings.EqualFold(other.Email, user.Email) {
			return fail(http.StatusConflict, "auth0_idp_error", "The user already exists.")
		}
	}
	if err := a.server.AddUser(user); err != nil {
		return refused(err)
	}
	writeJSON(w, http.StatusCreated, userViewOf(user))
	return nil
}

// changeUser ends the user's sessions where Auth0 does: authserver knows when.
func (a *api) changeUser(w http.ResponseWriter, r *http.Request, c caller) error {
	user, err := a.user(idOf(r))
	if err != nil {
		return err
	}
	p := read(r)
	var connection string
	p.oneOf("connection", &connection, userViewOf(user).Identities[0].Connection)
	p.user(&user)
	if err := p.done(); err != nil {
		return err
	}
	err = a.server.ChangeUser(user.Sub, func(u *authserver.User) { *u = user })
	if errors.Is(err, authserver.ErrNoUser) {
		return noUser()
	}
	if err != nil {
		return refused(err)
	}
	return a.showUser(w, r, c)
}

func (a *api) deleteUser(w http.ResponseWriter, r *http.Request, _ caller) error {
	if err := a.server.DeleteUser(idOf(r)); err != nil && !errors.Is(err, authserver.ErrNoUser) {
		return err
	}
	w.WriteHeader(http.StatusNoContent) // also for an unknown one, as at Auth0
	return nil
}

// user reads the properties that can be given at the beginning and changed later.
func (p *payload) user(u *authserver.User) {
	p.email("email", &u.Email)
	p.not("email_verified", &u.EmailUnverified)
	if p.string("password", &u.Password) && u.Password == "" {
		p.err = invalid("'String is too short (0 chars), minimum 1' on property password")
	}
	p.string("name", &u.Name)
	p.string("phone_number", &u.Phone)
	p.bool("blocked", &u.Blocked)
	p.metadata("user_metadata", &u.UserMetadata)
	p.metadata("app_metadata", &u.AppMetadata)
}

// metadata merges the first level, as Auth0 does: null takes a member away, and what is not named stays.
func (p *payload) metadata(name string, v *map[string]any) {
	p.object(name, func(p *payload) {
		next := maps.Clone(*v)
		if next == nil {
			next = map[string]any{}
		}
		for member, raw := range p.left {
			var value any
			if err := json.Unmarshal(raw, &value); err != nil {
				p.err = err // cannot be: the object around it was parsed
				return
			}
			next[member] = value
			if value == nil {
				delete(next, member)
			}
		}
		p.left, *v = nil, next
	})
}
