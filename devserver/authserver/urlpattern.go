package authserver

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// maxURLs bounds each list of URLs, as Auth0 does.
const maxURLs = 100

// organizationPlaceholder stands in a callback for the name of the request's organization.
const organizationPlaceholder = "{organization_name}"

// matchesURL compares character by character, but for one wildcard: it stands for one or more letters, digits and
// hyphens of a single label, so that nothing can be smuggled in by it, neither another host nor a port.
func matchesURL(entry, asked string) bool {
	before, after, wild := strings.Cut(entry, "*")
	if !wild {
		return entry == asked
	}
	rest, begins := strings.CutPrefix(asked, before)
	label, ends := strings.CutSuffix(rest, after)
	return begins && ends && onlyLower(label)
}

func matchesAny(list []string, asked string) bool {
	return slices.ContainsFunc(list, func(entry string) bool { return matchesURL(entry, asked) })
}

// onlyLower is what a browser makes of a label: it knows no capital letters in a host.
func onlyLower(label string) bool { return onlyRunes(label, "-") && label == strings.ToLower(label) }

// allowsCallback knows the organization's name, which is "" without one: a placeholder matches nothing then.
func (c Client) allowsCallback(redirectURI, organization string) bool {
	return slices.ContainsFunc(c.Callbacks, func(entry string) bool {
		if strings.Contains(entry, organizationPlaceholder) {
			if !onlyLower(organization) {
				return false
			}
			entry = strings.Replace(entry, organizationPlaceholder, organization, 1)
		}
		return matchesURL(entry, redirectURI)
	})
}

// allowsOrigin tells whether a page of this origin may read what the token endpoint answers, by CORS.
func (c Client) allowsOrigin(origin string) bool {
	if matchesAny(c.WebOrigins, origin) || matchesAny(c.AllowedOrigins, origin) {
		return true
	}
	return slices.ContainsFunc(c.Callbacks, func(entry string) bool {
		return !strings.Contains(entry, organizationPlaceholder) && matchesURL(originOfRegistered(entry), origin)
	})
}

func validateClientURLs(field string, c Client) error {
	callbacks := slices.Clone(c.Callbacks)
	for i, entry := range callbacks {
		callbacks[i] = strings.Replace(entry, "://"+organizationPlaceholder, "://organization", 1)
	}
	for _, list := range []struct {
		name    string
		entries []string
	}{
		{".Callbacks", callbacks}, {".AllowedLogoutURLs", c.AllowedLogoutURLs}, {".WebOrigins", c.WebOrigins}, {".AllowedOrigins", c.AllowedOrigins},
	} {
		if err := validateURLs(field+list.name, list.entries); err != nil {
			return err
		}
	}
	for _, list := range []struct {
		name    string
		entries []string
	}{{".WebOrigins", c.WebOrigins}, {".AllowedOrigins", c.AllowedOrigins}} {
		for i, origin := range list.entries {
			if origin != originOfRegistered(origin) {
				return fmt.Errorf("authserver: %s%s[%d] %q is no origin: give scheme, host and port alone, as in http://localhost:4300", field, list.name, i, origin)
			}
		}
	}
	for i, uri := range c.BackchannelLogoutURLs {
		u, err := url.Parse(uri)
		if err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
			return fmt.Errorf("authserver: %s.BackchannelLogoutURLs[%d] %q is no http(s) URL without user and fragment: give the one that takes logout tokens", field, i, uri)
		}
	}
	return nil
}

// validateURLs keeps out what could not be matched safely, or named safely in a Content-Security-Policy.
func validateURLs(field string, list []string) error {
	if len(list) > maxURLs {
		return fmt.Errorf("authserver: %s has %d entries: give %d at most", field, len(list), maxURLs)
	}
	for i, s := range list {
		u, err := url.Parse(s)
		switch {
		case err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "":
			return fmt.Errorf("authserver: %s[%d] %q is no http(s) URL: give an absolute one", field, i, s)
		case strings.Contains(s, "*") && !goodWildcard(s, u.Hostname()):
			return fmt.Errorf("authserver: %s[%d] %q: one * is allowed, in the leftmost label of a host that has two more, as in https://*.example.com", field, i, s)
		case strings.Contains(s, "#"):
			return fmt.Errorf("authserver: %s[%d] %q has a fragment: leave it out (RFC 6749 section 3.1.2)", field, i, s)
		case u.User != nil:
			return fmt.Errorf("authserver: %s[%d] names a user: leave user and password out", field, i)
		case !onlyRunes(u.Hostname(), "-.*"):
			return fmt.Errorf("authserver: %s[%d] %q: a Content-Security-Policy cannot name this host: use a host name, or an IPv4 address", field, i, s)
		}
	}
	return nil
}

func goodWildcard(entry, host string) bool {
	label, domain, _ := strings.Cut(host, ".")
	inner := strings.Trim(domain, ".")
	return strings.Count(entry, "*") == 1 && strings.Contains(label, "*") && inner == domain && strings.Contains(domain, ".")
}
