package authserver

import (
	"context"
	"crypto/sha256"
	"net/http"
	"strings"
	"time"
)

// A person needs a few guesses, a machine that tries all of a million codes needs many. Who it is does not matter: the
// limit counts per account, also for one that does not exist, so that it tells nobody which do.
const (
	maxGuesses  = 10
	guessWindow = 15 * time.Minute // from the first that counts
)

// mayGuess counts a guess before it is looked at: of many at once no more than maxGuesses are. kind is "password" or
// "totp".
func (s *Server) mayGuess(ctx context.Context, kind, account string) (bool, error) {
	count, err := s.store.CountAttempt(ctx, guessKey(kind, account), s.now().Add(guessWindow))
	return count <= maxGuesses, err
}

// guessedRight starts anew.
func (s *Server) guessedRight(ctx context.Context, kind, account string) error {
	return s.store.ForgetAttempts(ctx, guessKey(kind, account))
}

// guessKey is of one length, whatever was typed.
func guessKey(kind, account string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(account)))
	return kind + " " + string(sum[:])
}

// tooManyGuesses tells the developer; the user sees it on the page.
func (s *Server) tooManyGuesses(r *http.Request, clientID, what string) {
	s.logRefusal(r, refuse("too_many_attempts", "Too many wrong guesses of one %s", what).withClient(clientID).
		because("there were %d within %v", maxGuesses, guessWindow).
		mend("wait, move the clock, or reset the server"))
}
