package client

import "github.com/spa-session/spa-session/wasm/internal/deadline"

// cache keeps access tokens in memory, by what was asked for.
type cache map[string]cached

type cached struct {
	token Token
	since deadline.Instant
}

// key names what a token is for. A newline occurs in neither part.
func (a Authorization) key() string { return a.Audience + "\n" + a.Scope }

func (t *cache) put(a Authorization, token Token, now deadline.Instant) {
	if *t == nil {
		*t = cache{}
	}
	(*t)[a.key()] = cached{token: token, since: now}
}

// get gives a token that is fresh, its ExpiresIn counted from now.
func (t cache) get(a Authorization, now deadline.Instant) (Token, bool) {
	entry, ok := t[a.key()]
	if !ok {
		return Token{}, false
	}
	token := entry.token
	token.ExpiresIn -= entry.since.Elapsed(now) / 1000
	return token, token.ExpiresIn > leeway(entry.token.ExpiresIn)
}

// leeway is how long before its end a token is no longer handed out, so that it
// still holds when it arrives: a minute, or a quarter of a life that is shorter
// than four. Seconds.
func leeway(life int64) int64 { return min(60, life/4) }
