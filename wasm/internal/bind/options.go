//go:build js

package bind

import (
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// options are those of createSessionClient.
type options struct {
	name       string // tells this client from others in what the browser keeps
	config     client.Config
	alone      bool // crossTab is false
	siteCache  bool // {cacheLocation: 'localstorage'}
	guarded    bool // there is a guard: it is the loader's to handle
	now        jsx.Value
	logger     jsx.Value
	openURL    jsx.Value
	onRedirect jsx.Value
	onLeave    jsx.Value
	modal      *arguments // what the dialog is made with; nil: there is none
}

// readOptions takes them from the loader, and refuses what only the client can judge.
func readOptions(in *arguments, url URL) (*options, error) {
	page, err := pageURL(url)
	if err != nil {
		return nil, err
	}
	o := &options{name: in.text()}
	c := &o.config
	c.Issuer = in.text()
	c.Auth0 = in.flag()
	c.ClientID = in.text()
	c.Authorization = in.authorization()
	if c.Metadata, err = jsx.FromJS(in.value(), jsx.Limits{}); err != nil {
		return nil, coded(client.InvalidOption, "metadata: takes plain data, as JSON has it ("+err.Error()+")")
	}
	c.Silent.Timeout = in.whole()
	c.Silent.RedirectURI = in.text()
	c.Silent.PopupURI = in.text()
	c.Silent.Mode = client.Mode(in.text())
	c.Silent.Fallback = client.Fallback(in.text())
	refreshes, extends := in.flag(), in.flag()
	if refreshes {
		c.Refresh = &client.Refresh{ExtendsSession: extends}
		c.Authorization.Scope += " offline_access"
	}
	c.DPoP = in.flag()
	c.AutoStart = in.flag()
	o.alone = !in.flag()
	o.siteCache = in.flag()
	if cache := in.value(); !cache.IsUndefined() {
		c.Cache = appCache{cache}
	}
	o.now = in.value()
	o.logger = in.value()
	o.openURL = in.value()
	o.onRedirect = in.value()
	o.onLeave = in.value()
	o.readSession(in.list())
	o.modal = in.list()
	return o, c.Check(func(text string) (oidc.URL, error) { return url(text, "") }, page)
}

func (o *options) readSession(in *arguments) {
	if in == nil {
		return
	}
	o.config.Session = &client.Session{
		Lifetimes:        in.lifetimes(deadline.Lifetimes{}),
		ExtendOnActivity: in.flag(),
		OnIdle:           client.OnIdle(in.text()),
		OnSessionEnd:     client.OnSessionEnd(in.text()),
		LandingURL:       in.text(),
	}
	o.guarded = in.flag()
}

func pageURL(url URL) (oidc.URL, error) {
	href, err := jsx.Global().Get("location", "href")
	if err != nil {
		return oidc.URL{}, err
	}
	text, err := href.String()
	if err != nil {
		return oidc.URL{}, err
	}
	return url(text, "")
}
