package idp

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"time"
)

// Config says what a Server is. The zero value of each optional field chooses its default.
type Config struct {
	// Issuer is the provider's own origin with a trailing slash: "http://localhost:4500/". Required.
	Issuer string
	// Name is on its pages; "" is "Mock social network".
	Name string
	// Public is for a provider that others can reach: its pages say that any password works here, and any does.
	Public bool
	// Clients are the authorization servers that may send users here. Required.
	Clients []Client
	// Users are those who can log in.
	Users []User

	// SessionLifetime is how long a session lives here. If it is set, the authorization server is told when the
	// session ends, by the session_expiry claim of userinfo, and must not let its own live longer; else a session
	// lives for 90 days and nobody is told.
	SessionLifetime time.Duration

	Now    func() time.Time // nil is time.Now
	Random io.Reader        // of ids and codes; nil is crypto/rand
	Log    *slog.Logger     // hears of every refusal; nil is silence
}

// A Client is an authorization server.
type Client struct {
	ID, Secret             string
	RedirectURIs           []string // matched exactly
	PostLogoutRedirectURIs []string // matched exactly
}

// A User logs in with email and password.
type User struct {
	ID       string `yaml:"id"` // the `sub`
	Email    string `yaml:"email"`
	Password string `yaml:"password"`
	Name     string `yaml:"name,omitempty"`
}

// Defaults returns a provider called Facebook with one user. Set Issuer and Clients before you hand it to New.
func Defaults() Config {
	return Config{
		Name:  "Facebook",
		Users: []User{{ID: "1906", Email: "grace@social.example", Password: "first-compiler", Name: "Grace Hopper"}},
	}
}

// ClientOf is the client that the authorization server of this issuer is here.
func ClientOf(asIssuer, id, secret string) Client {
	origin := strings.TrimSuffix(asIssuer, "/")
	return Client{
		ID: id, Secret: secret,
		RedirectURIs:           []string{origin + "/login/callback"},
		PostLogoutRedirectURIs: []string{origin + "/v2/logout/callback"},
	}
}

func (c Config) withDefaults() Config {
	if c.Name == "" {
		c.Name = "Mock social network"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Validate tells what New would refuse: the error names the field and how to mend it.
func (c Config) Validate() error { return c.withDefaults().validate() }

func (c Config) validate() error {
	u, err := url.Parse(c.Issuer)
	if err != nil || u.Host == "" || c.Issuer != u.Scheme+"://"+u.Host+"/" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("idp: Issuer %q is no origin with a trailing slash: give one, as in http://localhost:4500/", c.Issuer)
	}
	if c.SessionLifetime < 0 {
		return fmt.Errorf("idp: SessionLifetime is %v: give a positive one, or 0 for the default", c.SessionLifetime)
	}
	if len(c.Clients) == 0 {
		return errors.New("idp: Clients is empty: register the authorization server, as ClientOf does")
	}
	for i, client := range c.Clients {
		if client.ID == "" || client.Secret == "" || len(client.RedirectURIs) == 0 {
			return fmt.Errorf("idp: Clients[%d] needs ID, Secret and RedirectURIs", i)
		}
	}
	for i, user := range c.Users {
		if user.ID == "" || user.Email == "" || user.Password == "" {
			return fmt.Errorf("idp: Users[%d] needs ID, Email and Password", i)
		}
	}
	return nil
}
