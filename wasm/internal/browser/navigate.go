//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// NewNavigate is the address of the page: location and history.
func NewNavigate() client.Navigate { return navigate{} }

type navigate struct{}

func (navigate) Location() string {
	return must(jsx.Global().GetString("location", "href"))
}

func (navigate) Assign(url string) error {
	location, err := jsx.Global().Get("location")
	if err == nil {
		err = navigateTo(location, "assign", url)
	}
	return err
}

// navigateTo goes to http and https alone: an endpoint that a hostile server names
// javascript: would otherwise run as a script of the page.
func navigateTo(location jsx.Value, method, url string) error {
	target, err := parseURL(url, must(jsx.Global().GetString("location", "href")))
	if err != nil {
		return err
	}
	if target.Protocol != "https:" && target.Protocol != "http:" {
		return errors.New("browser: the page goes to http and https addresses alone, not to " + target.Protocol)
	}
	_, err = location.Call(method, target.Href)
	return err
}

// Replace keeps the state that a router of the app may have in the entry.
func (navigate) Replace(url string) error {
	history, err := jsx.Global().Get("history")
	if err != nil {
		return err
	}
	state, err := history.Get("state")
	if err != nil {
		return err
	}
	_, err = history.Call("replaceState", state, "", url)
	return err
}
