package config

import (
	"cmp"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/idp"
)

// A Problem is one thing that is wrong with a configuration.
type Problem struct {
	// Field is the path in the file: clients[0].web_origins[1].
	Field string
	// What is wrong, and how to mend it.
	What string
}

func (p Problem) Error() string {
	if p.Field == "" {
		return p.What
	}
	return p.Field + ": " + p.What
}

func problem(field, format string, args ...any) Problem {
	return Problem{field, fmt.Sprintf(format, args...)}
}

// Validate returns all problems that can be seen without starting anything, joined.
func (c Config) Validate() error {
	problems := slices.Concat(c.checkPorts(), c.checkURLs(), c.checkDurations())
	if c.Log.Format != FormatText && c.Log.Format != FormatJSON {
		problems = append(problems, problem("log.format", "%q is none: give %s or %s", c.Log.Format, FormatText, FormatJSON))
	}
	if c.CAOut != "" && !c.TLS {
		problems = append(problems, problem("ca_out", "there is no certificate authority without TLS: set tls, or leave ca_out empty"))
	}
	for i, connection := range c.Connections {
		if connection.Name == SocialConnection {
			problems = append(problems, problem(fmt.Sprintf("connections[%d].name", i), "%q is the built-in connection: give another name", connection.Name))
		}
	}
	if len(problems) > 0 {
		return join(problems)
	}
	at := c.Addresses(c.Ports)
	provider := c.Provider(at)
	provider.Clients = []idp.Client{idp.ClientOf(at.PublicURL, "mock-as", "secret")}
	return join(append(inFile(c.Tenant(at).Validate()), inFile(provider.Validate())...))
}

// SocialConnection is the name of the built-in connection.
const SocialConnection = "facebook"

func join(problems []Problem) error {
	errs := make([]error, len(problems))
	for i, p := range problems {
		errs[i] = p
	}
	return errors.Join(errs...)
}

func (c Config) checkPorts() (problems []Problem) {
	ports := []struct {
		field string
		port  int
	}{
		{"ports.storefront", c.Ports.Storefront},
		{"ports.authorization_server", c.Ports.AuthorizationServer},
		{"ports.identity_provider", c.Ports.IdentityProvider},
	}
	for i, p := range ports {
		if p.port < 0 || p.port > 65535 {
			problems = append(problems, problem(p.field, "%d is no port: give a number from 1 to 65535, or 0 for any free port", p.port))
		}
		for _, other := range ports[:i] {
			if p.port == other.port && p.port != 0 {
				problems = append(problems, problem(p.field, "%s and %s are both %d: the origins need a port each", other.field, p.field, p.port))
			}
		}
	}
	return problems
}

// checkURLs looks at what only this package knows of the URLs; authserver and idp look at the rest.
func (c Config) checkURLs() (problems []Problem) {
	origins := map[string]string{"storefront_url": c.StorefrontURL}
	for i, origin := range c.Control.Origins {
		origins[fmt.Sprintf("control.origins[%d]", i)] = origin
	}
	for field, origin := range origins {
		u, err := url.Parse(origin)
		if origin != "" && (err != nil || u.Host == "" || origin != u.Scheme+"://"+u.Host || u.Scheme != "http" && u.Scheme != "https") {
			problems = append(problems, problem(field, "%q is no origin: give scheme, host and port alone, as in http://localhost:4300", origin))
		}
	}
	for _, address := range []struct{ field, url string }{
		{"issuer", c.Issuer}, {"public_url", c.PublicURL}, {"storefront_url", c.StorefrontURL}, {"identity_provider.issuer", c.IdentityProvider.Issuer},
	} {
		u, err := url.Parse(address.url)
		if err == nil && u.Host != "" && !c.Public && !Loopback(u.Hostname()) {
			problems = append(problems, problem(address.field, "%q is not loopback: others may reach a mock, where any password works; set public (--public) if that is meant", address.url))
		}
	}
	slices.SortFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Field, b.Field) })
	return problems
}

// checkDurations asks for whole seconds: tokens and cookies count in them.
func (c Config) checkDurations() (problems []Problem) {
	for _, d := range []struct {
		field string
		value time.Duration
	}{
		{"sessions.idle", c.Sessions.Idle}, {"sessions.absolute", c.Sessions.Absolute},
		{"id_token_lifetime", c.IDTokenLifetime}, {"access_token_lifetime", c.AccessTokenLifetime},
		{"code_lifetime", c.CodeLifetime}, {"pushed_request_lifetime", c.PushedRequestLifetime}, {"dpop_nonce_lifetime", c.DPoPNonceLifetime},
	} {
		if d.value < time.Second || d.value%time.Second != 0 {
			problems = append(problems, problem(d.field, "%v is too short or no whole number of seconds: give whole seconds, 1s or more, as in 300s or 12h", d.value))
		}
	}
	return problems
}

// Loopback names the hosts that are this machine to a browser.
func Loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// goPath is how authserver and idp begin their errors: with the field's name in Go.
var goPath = regexp.MustCompile(`^(authserver|idp): ([A-Z]\w*(?:\[\d+\])?(?:\.[A-Z]\w*(?:\[\d+\])?)*)(.*)`)

// inFile turns an error of authserver or idp into a problem with the field's name in the file.
func inFile(err error) []Problem {
	if err == nil {
		return nil
	}
	m := goPath.FindStringSubmatch(err.Error())
	if m == nil {
		return []Problem{{"", err.Error()}}
	}
	path := m[2]
	if m[1] == "idp" {
		path = "IdentityProvider." + path
	}
	what := strings.TrimLeft(m[3], ": ")
	if what != "" && what[0] >= 'a' && what[0] <= 'z' { // a sentence about the field, whose name it has lost
		what = "it " + what
	}
	return []Problem{{fieldOf(path), what}}
}
