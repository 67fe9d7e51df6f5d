package authserver

import (
	"net"
	"net/http"
	"strings"

	"github.com/spa-session/spa-session/devserver/store"
)

// maxUserAgent is what is kept of the text, in bytes. Anybody can send 64 KB of it.
const maxUserAgent = 256

func deviceOf(r *http.Request) store.Device {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		ip = r.RemoteAddr // a handler that is called without a connection
	}
	agent := r.UserAgent()
	// A new string: a part of the header would keep all of it in memory.
	return store.Device{UserAgent: strings.Clone(strings.ToValidUTF8(agent[:min(len(agent), maxUserAgent)], "")), IP: ip}
}
