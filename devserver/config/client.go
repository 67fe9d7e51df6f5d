package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// AddClient registers a public single-page app by the URL it is opened at: the URL itself, its origin and /callback
// there as callbacks, its origin as web origin. A client of the same id is replaced.
func (c *Config) AddClient(id, appURL string) error {
	u, err := url.Parse(appURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("%q is no URL of an app: give one as in http://localhost:3000, without query and fragment", appURL)
	}
	origin := strings.ToLower(u.Scheme + "://" + u.Host)
	base := strings.TrimSuffix(origin+u.Path, "/")
	pages := []string{base, base + "/", base + "/callback"}
	if base != origin { // an app below a path often returns to the root
		pages = append(pages, origin, origin+"/")
	}
	client := authserver.Client{
		ID: id, Name: id,
		Callbacks:         pages,
		AllowedLogoutURLs: slices.Clone(pages),
		WebOrigins:        []string{origin},
	}
	c.Clients = slices.DeleteFunc(slices.Clone(c.Clients), func(c authserver.Client) bool { return c.ID == id })
	c.Clients = append(c.Clients, client)
	return nil
}
