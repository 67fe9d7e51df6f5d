package authserver

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// ErrNoUser is the answer for a sub that no user has; ErrNoClient for an unknown client_id.
var (
	ErrNoUser   = errors.New("authserver: no user has this sub")
	ErrNoClient = errors.New("authserver: no client has this id")
)

// A tenant is all that can be changed at run time. It is never changed itself: a change makes another one, so that a
// request that took hold of a tenant sees one state from its beginning to its end.
type tenant struct {
	settings      Settings
	lifetimes     lifetimes
	clients       map[string]Client
	users         []User
	apis          []API
	organizations []Organization
	connections   []Connection
}

// lifetimes are those of Config, of what is issued and not of sessions.
type lifetimes struct{ idToken, accessToken, code, pushedRequest, dpopNonce time.Duration }

func newTenant(cfg Config) *tenant {
	t := &tenant{
		settings: Settings{
			Sessions: cfg.Sessions, Plan: cfg.Plan, Cookies: cfg.Cookies, MFA: cfg.MFA,
			AllowedLogoutURLs: cfg.AllowedLogoutURLs, Flags: cfg.Flags, Quirks: cfg.Quirks,
		},
		lifetimes: lifetimes{
			idToken: cfg.IDTokenLifetime, accessToken: cfg.AccessTokenLifetime, code: cfg.CodeLifetime,
			pushedRequest: cfg.PushedRequestLifetime, dpopNonce: cfg.DPoPNonceLifetime,
		},
		clients: make(map[string]Client, len(cfg.Clients)),
		users:   slices.Clone(cfg.Users),
		apis:    cfg.APIs,

		organizations: cfg.Organizations,
		connections:   cfg.Connections,
	}
	for _, client := range cfg.Clients {
		t.clients[client.ID] = client
	}
	return t
}

func (s *Server) tenant() *tenant { return s.current.Load() }

// change replaces the tenant by what edit makes of a copy, unless edit fails.
func (s *Server) change(edit func(*tenant) error) error {
	s.changing.Lock()
	defer s.changing.Unlock()
	next := *s.current.Load()
	next.clients = maps.Clone(next.clients)
	next.users = slices.Clone(next.users)
	if err := edit(&next); err != nil {
		return err
	}
	s.current.Store(&next)
	return nil
}

// Settings returns what the tenant is set to; the plan's caps may supersede it.
func (s *Server) Settings() Settings {
	settings := s.tenant().settings
	settings.AllowedLogoutURLs = slices.Clone(settings.AllowedLogoutURLs)
	return settings
}

// ChangeSettings changes the tenant while it runs. Raised session limits hold for sessions created later; lowered ones
// hold for a living session from its next interaction on, also if they are raised again after that. An error names
// the field at fault, and nothing has changed.
func (s *Server) ChangeSettings(edit func(*Settings)) error {
	return s.change(func(t *tenant) error {
		t.settings.AllowedLogoutURLs = slices.Clone(t.settings.AllowedLogoutURLs)
		edit(&t.settings)
		return t.settings.validate()
	})
}

// Client returns a client, or ErrNoClient.
func (s *Server) Client(id string) (Client, error) {
	client, known := s.tenant().clients[id]
	if !known {
		return Client{}, ErrNoClient
	}
	return client, nil
}

// Clients returns every client, ordered by id.
func (s *Server) Clients() []Client {
	clients := s.tenant().clients
	list := make([]Client, 0, len(clients))
	for _, id := range slices.Sorted(maps.Keys(clients)) {
		list = append(list, clients[id])
	}
	return list
}

// SetClient adds a client, or replaces the one with its ID. The sessions stay.
func (s *Server) SetClient(client Client) error {
	client = client.withDefaults()
	if err := validateClients([]Client{client}); err != nil {
		return err
	}
	return s.change(func(t *tenant) error {
		t.clients[client.ID] = client
		s.keys.prepare(client.IDTokenAlg)
		return nil
	})
}

// DeleteClient forgets a client. What it was issued is refused from then on, since it can no longer ask. The error is
// ErrNoClient for an unknown id.
func (s *Server) DeleteClient(id string) error {
	return s.change(func(t *tenant) error {
		if _, known := t.clients[id]; !known {
			return ErrNoClient
		}
		delete(t.clients, id)
		return nil
	})
}

func (t *tenant) userIndex(sub string) int {
	return slices.IndexFunc(t.users, func(u User) bool { return u.Sub == sub })
}

func (s *Server) userBySub(sub string) (User, bool) {
	t := s.tenant()
	i := t.userIndex(sub)
	if i < 0 {
		return User{}, false
	}
	return t.users[i].clone(), true
}

func (s *Server) api(audience string) (API, bool) {
	apis := s.tenant().apis
	i := slices.IndexFunc(apis, func(api API) bool { return api.Audience == audience })
	if i < 0 {
		return API{}, false
	}
	return apis[i], true
}

func (s *Server) client(id string) (Client, bool) {
	client, known := s.tenant().clients[id]
	return client, known
}

func (s *Server) connection(name string) (Connection, bool) {
	connections := s.tenant().connections
	i := slices.IndexFunc(connections, func(c Connection) bool { return c.Name == name })
	if i < 0 {
		return Connection{}, false
	}
	return connections[i], true
}

// displayName is what a person reads of an application.
func (s *Server) displayName(clientID string) string {
	if client, _ := s.client(clientID); client.Name != "" {
		return client.Name
	}
	return clientID
}

// organization finds one by id or name; "" is none, also where an organization has no name.
func (s *Server) organization(idOrName string) (Organization, bool) {
	organizations := s.tenant().organizations
	i := slices.IndexFunc(organizations, func(o Organization) bool { return o.ID == idOrName || o.Name == idOrName })
	if i < 0 || idOrName == "" {
		return Organization{}, false
	}
	return organizations[i], true
}

func noUser(sub string) error { return fmt.Errorf("%w: %s", ErrNoUser, sub) }
