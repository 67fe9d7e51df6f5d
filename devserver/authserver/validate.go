package authserver

import (
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
)

// validate runs on a Config whose defaults are filled in. Each error names the field and how to mend it.
func (c Config) validate() error {
	if err := validateIssuer("Issuer", c.Issuer, c.Public); err != nil {
		return err
	}
	if err := validateIssuer("PublicURL", c.PublicURL, c.Public); err != nil {
		return err
	}
	if !onlyRunes(c.Instance, "-_") {
		return fmt.Errorf("authserver: Instance %q: use letters, digits, '-' and '_' alone: it becomes part of a cookie's name", c.Instance)
	}
	if err := c.validateLifetimes(); err != nil {
		return err
	}
	if c.Key != nil && c.Key.N.BitLen() < 2048 {
		return fmt.Errorf("authserver: Key has %d bits: RS256 needs 2048 or more (RFC 7518 section 3.3)", c.Key.N.BitLen())
	}
	settings := newTenant(c).settings
	if err := settings.validate(); err != nil {
		return err
	}
	if err := validateClients(c.Clients); err != nil {
		return err
	}
	if err := validateConnections(c.Connections); err != nil {
		return err
	}
	if err := validateUsers(c.Users); err != nil {
		return err
	}
	return validateAPIs(c.APIs)
}

func (c Config) validateLifetimes() error {
	for _, l := range []struct {
		field string
		d     time.Duration
	}{
		{"IDTokenLifetime", c.IDTokenLifetime},
		{"AccessTokenLifetime", c.AccessTokenLifetime},
		{"CodeLifetime", c.CodeLifetime},
		{"PushedRequestLifetime", c.PushedRequestLifetime},
		{"DPoPNonceLifetime", c.DPoPNonceLifetime},
	} {
		if l.d < time.Second {
			return fmt.Errorf("authserver: %s is %v: give 1 s or more", l.field, l.d)
		}
	}
	return nil
}

// validateIssuer takes the one spelling that a browser would give the URL: an issuer is compared character by character
// (OIDC Core section 3.1.3.7, number 2), and its path goes into cookies.
func validateIssuer(field, issuer string, public bool) error {
	u, err := url.Parse(issuer)
	if err != nil || issuer == "" || u.Host == "" {
		return fmt.Errorf("authserver: %s %q is no URL: give an origin with a trailing slash, as in http://localhost:4400/", field, issuer)
	}
	spelling := originOf(u) + mountPath(u)
	if issuer != spelling {
		return fmt.Errorf("authserver: %s %q is not spelt as an issuer, an origin and perhaps a path with a trailing slash, as Auth0's is: give %q", field, issuer, spelling)
	}
	if !onlyRunes(u.Path, "-._~/") {
		return fmt.Errorf("authserver: %s %q: use letters, digits, '-', '.', '_', '~' and '/' alone in its path", field, issuer)
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !public && !loopback(u.Hostname())) {
		return fmt.Errorf("authserver: %s %q: plain http is for loopback alone: use https, or localhost", field, issuer)
	}
	return nil
}

// mountPath is the path in its shortest form, between slashes.
func mountPath(u *url.URL) string {
	if clean := path.Clean("/" + u.Path); clean != "/" {
		return clean + "/"
	}
	return "/"
}

func validateClients(clients []Client) error {
	if len(clients) == 0 {
		return fmt.Errorf("authserver: Clients is empty: register an application, or start from Defaults")
	}
	seen := map[string]bool{}
	for i, client := range clients {
		field := fmt.Sprintf("Clients[%d]", i)
		if client.ID == "" {
			return fmt.Errorf("authserver: %s.ID is empty: give the client_id that the application sends", field)
		}
		if seen[client.ID] {
			return fmt.Errorf("authserver: %s.ID %q is taken by another client: give each its own", field, client.ID)
		}
		seen[client.ID] = true
		if len(client.Callbacks) == 0 && client.allowsGrant(grantCode) {
			return fmt.Errorf("authserver: %s.Callbacks is empty: register the redirect URIs of %q", field, client.ID)
		}
		if err := validateClientURLs(field, client); err != nil {
			return err
		}
		if err := client.validateCredentials(field); err != nil {
			return err
		}
	}
	return nil
}

// connectionOf reads the connection out of a sub; "" is email and password.
func connectionOf(sub string) string {
	name, _, found := strings.Cut(sub, "|")
	if !found || name == "auth0" {
		return ""
	}
	return name
}

func validateUsers(users []User) error {
	for i, user := range users {
		switch {
		case user.Email == "" || user.Password == "" && connectionOf(user.Sub) == "":
			return fmt.Errorf("authserver: Users[%d] needs both Email and Password to log in with", i)
		case user.Sub == "":
			return fmt.Errorf("authserver: Users[%d].Sub is empty: give %q an id such as \"auth0|ada\"", i, user.Email)
		}
		for _, other := range users[:i] {
			// Only who logs in by email is known by it: a connection's users are known by their sub.
			sameEmail := strings.EqualFold(user.Email, other.Email) && connectionOf(user.Sub) == "" && connectionOf(other.Sub) == ""
			if sameEmail || user.Sub == other.Sub {
				return fmt.Errorf("authserver: Users[%d] shares Email or Sub with %q: give each user their own", i, other.Email)
			}
		}
	}
	return nil
}

func validateConnections(connections []Connection) error {
	seen := map[string]bool{}
	for i, c := range connections {
		field := fmt.Sprintf("Connections[%d]", i)
		switch {
		case !onlyRunes(c.Name, "-") || c.Name == "auth0":
			return fmt.Errorf("authserver: %s.Name %q: give a name of letters, digits and '-', other than auth0: it begins the subs of its users", field, c.Name)
		case seen[c.Name]:
			return fmt.Errorf("authserver: %s.Name %q is taken: list each connection once", field, c.Name)
		case c.ClientID == "" || c.ClientSecret == "":
			return fmt.Errorf("authserver: %s needs ClientID and ClientSecret: those of this server at the provider", field)
		}
		if err := validateIssuer(field+".Issuer", c.Issuer, false); err != nil {
			return err
		}
		seen[c.Name] = true
	}
	return nil
}

func validateAPIs(apis []API) error {
	seen := map[string]bool{}
	for i, api := range apis {
		switch {
		case api.Audience == "":
			return fmt.Errorf("authserver: APIs[%d].Audience is empty: give the API's identifier", i)
		case seen[api.Audience]:
			return fmt.Errorf("authserver: APIs[%d].Audience %q is taken: list each API once", i, api.Audience)
		case api.AccessTokenLifetime != 0 && api.AccessTokenLifetime < time.Second:
			return fmt.Errorf("authserver: APIs[%d].AccessTokenLifetime is %v: give 0 for the default, or 1 s and more", i, api.AccessTokenLifetime)
		}
		if api.SigningAlg != "" && !slices.Contains(idTokenAlgs, api.SigningAlg) {
			return fmt.Errorf("authserver: APIs[%d].SigningAlg %q: give one of %q", i, api.SigningAlg, idTokenAlgs)
		}
		seen[api.Audience] = true
	}
	return nil
}

// loopback names the hosts that browsers take for a secure context over plain http.
func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func onlyRunes(s, punctuation string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		letterOrDigit := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
		if !letterOrDigit && !strings.ContainsRune(punctuation, r) {
			return false
		}
	}
	return true
}
