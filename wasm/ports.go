//go:build js

package main

import (
	"github.com/spa-session/spa-session/wasm/internal/browser"
	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// newPorts are the ports of one client in a browser.
func newPorts(scope *jsx.Scope, host, now jsx.Value, name string) (client.Ports, error) {
	clock, err := browser.NewNow(now)
	if err != nil {
		return client.Ports{}, err
	}
	channel, err := browser.NewChannel(scope, "spa-session "+name)
	if err != nil {
		return client.Ports{}, err
	}
	wake := browser.NewWake(scope)
	return client.Ports{
		Now:      clock,
		Wake:     wake,
		Random:   browser.NewRandom(),
		Digest:   browser.NewDigest(),
		Verify:   browser.NewVerify(),
		Fetch:    browser.NewFetch(host),
		Keeper:   browser.NewKeeper(scope, host, name),
		Frame:    browser.NewFrame(scope, host),
		Early:    browser.NewEarly(scope, host),
		Popup:    browser.NewPopup(scope),
		Navigate: browser.NewNavigate(),
		Record:   browser.NewRecord(host, name),
		Store:    browser.NewStore(),
		Lock:     browser.NewLock(scope),
		Channel:  channel,
		Activity: browser.NewActivity(scope, clock, wake, modal.HostName),
		JSON:     browser.NewJSON(),
		URL:      browser.NewURL(),
		Rest:     newRest(host),
		Isolated: browser.Isolated(),
	}, nil
}
