package authserver

import (
	"errors"
	"maps"
	"reflect"
	"slices"
)

// Reload takes over what a configuration says of the tenant: settings, lifetimes, clients, users, APIs, organizations
// and connections. The rest of Config is for New alone. Sessions and refresh tokens stay, but for those of users whom
// the configuration no longer has, or has with another password, email or phone number.
//
// Only what differs from the configuration before is taken over: what was changed at run time stays as long as the
// configuration says the same of it. An error names the field at fault, and nothing has changed.
func (s *Server) Reload(cfg Config) error {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return err
	}
	now := newTenant(cfg)
	var ended map[string]Initiator
	err := s.change(func(t *tenant) error {
		was := s.configured.Load()
		takeOver(reflect.ValueOf(&t.settings).Elem(), reflect.ValueOf(was.settings), reflect.ValueOf(now.settings))
		t.lifetimes, t.organizations, t.connections = now.lifetimes, now.organizations, now.connections
		t.apis = now.apis
		for id := range was.clients {
			if _, stays := now.clients[id]; !stays {
				delete(t.clients, id)
			}
		}
		maps.Copy(t.clients, changedClients(was, now))
		ended = t.reloadUsers(was, now)
		if err := errors.Join(t.settings.validate(), validateUsers(t.users)); err != nil {
			return err
		}
		s.keys.prepareFor(t)
		s.configured.Store(now)
		return nil
	})
	if err != nil {
		return err
	}
	for sub, why := range ended {
		err = errors.Join(err, s.endUserSessions(sub, why))
		if why == AccountDeleted {
			err = errors.Join(err, s.RevokeRefreshTokens(sub))
		}
	}
	return err
}

func changedClients(was, now *tenant) map[string]Client {
	changed := map[string]Client{}
	for id, client := range now.clients {
		if before, known := was.clients[id]; !known || !reflect.DeepEqual(before, client) {
			changed[id] = client
		}
	}
	return changed
}

// reloadUsers returns the subs of those whose sessions end, and why.
func (t *tenant) reloadUsers(was, now *tenant) map[string]Initiator {
	ended := map[string]Initiator{}
	for _, before := range was.users {
		if now.userIndex(before.Sub) < 0 {
			t.users = slices.DeleteFunc(t.users, func(u User) bool { return u.Sub == before.Sub })
			ended[before.Sub] = AccountDeleted
		}
	}
	for _, user := range now.users {
		if i := was.userIndex(user.Sub); i >= 0 && reflect.DeepEqual(was.users[i], user) {
			continue
		}
		i := t.userIndex(user.Sub)
		if i < 0 {
			t.users = append(t.users, user.clone())
			continue
		}
		if why, ends := endsSessions(t.users[i], user); ends {
			ended[user.Sub] = why
		}
		t.users[i] = user.clone()
	}
	return ended
}

// takeOver sets those fields of a struct, and of structs within it, that a configuration says something else of than
// before.
func takeOver(current, was, now reflect.Value) {
	for i := range current.NumField() {
		switch {
		case current.Field(i).Kind() == reflect.Struct:
			takeOver(current.Field(i), was.Field(i), now.Field(i))
		case !reflect.DeepEqual(was.Field(i).Interface(), now.Field(i).Interface()):
			current.Field(i).Set(now.Field(i))
		}
	}
}
