package client

import (
	"slices"

	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// cache keeps access tokens in memory, by what was asked for.
type cache map[string]cached

type cached struct {
	audience string
	scope    string // as asked for
	token    Token
	since    deadline.Instant
}

// key names what a token is for. A newline occurs in neither part.
func (a Authorization) key() string { return a.Audience + "\n" + a.Scope }

func (t *cache) put(a *Authorization, token Token, now deadline.Instant) {
	if *t == nil {
		*t = cache{}
	}
	(*t)[a.key()] = cached{audience: a.Audience, scope: a.Scope, token: token, since: now}
}

// get gives a token that is fresh, its ExpiresIn counted from now: the one that
// was asked for in these words, or else one of the same audience that is good
// for all of the scope.
func (t cache) get(a *Authorization, now deadline.Instant) (best Token, found bool) {
	for _, entry := range t {
		exact := entry.scope == a.Scope
		if entry.audience != a.Audience || !exact && !covers(entry.granted(), a.Scope) {
			continue
		}
		token := entry.token
		token.ExpiresIn -= entry.since.Elapsed(now) / 1000
		if token.ExpiresIn <= leeway(entry.token.ExpiresIn) {
			continue
		}
		if exact {
			return token, true
		}
		if token.ExpiresIn > best.ExpiresIn {
			best, found = token, true
		}
	}
	return best, found
}

// granted is the scope of a token: as the server told it, or else as it was asked
// for (RFC 6749 5.1).
func (e cached) granted() string {
	if e.token.Scope != "" {
		return e.token.Scope
	}
	return e.scope
}

// offlineAccess asks for a refresh token (OIDC Core 11). It says nothing about
// an access token, and servers need not repeat it.
const offlineAccess = "offline_access"

func hasOffline(scope string) bool { return slices.Contains(oidc.Values(scope), offlineAccess) }

// covers tells whether a scope has every value of wanted.
func covers(scope, wanted string) bool {
	has := oidc.Values(scope)
	for _, value := range oidc.Values(wanted) {
		if value != offlineAccess && !slices.Contains(has, value) {
			return false
		}
	}
	return true
}

// leeway is how long before its end a token is no longer handed out, so that it
// still holds when it arrives: a minute, or a quarter of a life that is shorter
// than four. Seconds.
func leeway(life int64) int64 { return min(60, life/4) }
