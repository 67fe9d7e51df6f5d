package authserver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spa-session/spa-session/devserver/store"
)

// OpenID Connect Back-Channel Logout 1.0: whoever took part in a session is told when it ends, by a POST of a logout
// token from this server. The user never waits for that.

// logoutTokenType keeps a logout token from passing for an ID token (section 2.4).
const logoutTokenType = "logout+jwt"

const (
	logoutTokenLifetime = 120 * time.Second
	// maxDeliveries bounds the logout tokens that wait to be delivered, atOnce those under way.
	maxDeliveries = 1000
	atOnce        = 8
	// expiredAtOnce is how many expired sessions one request tells of, so that none pays for a jump of the clock.
	expiredAtOnce = 16
)

// logoutTokenClaims are those of section 2.4. It has no nonce, by which an ID token can be told from it.
type logoutTokenClaims struct {
	Issuer    string              `json:"iss"`
	Subject   string              `json:"sub"`
	Audience  string              `json:"aud"`
	IssuedAt  int64               `json:"iat"`
	Expiry    int64               `json:"exp"`
	ID        string              `json:"jti"`
	SessionID string              `json:"sid"`
	Events    map[string]struct{} `json:"events"`
}

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout"

// backchannel delivers logout tokens until it is closed.
type backchannel struct {
	http *http.Client
	ctx  context.Context
	stop context.CancelFunc
	turn chan struct{} // one for each delivery that is under way

	mu      sync.Mutex
	waiting int // deliveries that are not done
	closed  bool
	running sync.WaitGroup
}

// newBackchannel follows no redirects: a logout token is for the registered URI alone.
func newBackchannel(client *http.Client) *backchannel {
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	own.Jar = nil
	ctx, stop := context.WithCancel(context.Background())
	return &backchannel{
		http: &own, ctx: ctx, stop: stop, turn: make(chan struct{}, atOnce),
	}
}

// begin counts a delivery, if it may begin.
func (b *backchannel) begin() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.closed:
		return errors.New("the server is stopping")
	case b.waiting >= maxDeliveries:
		return fmt.Errorf("%d logout tokens are waiting already", maxDeliveries)
	}
	b.waiting++
	b.running.Add(1)
	return nil
}

func (b *backchannel) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting--
	b.running.Done()
}

// close lets nothing begin any more.
func (b *backchannel) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
}

// Shutdown waits until the logout tokens that are under way have been delivered. When ctx ends it gives them up. The
// handler goes on to work, but delivers none any more.
func (s *Server) Shutdown(ctx context.Context) {
	s.backchannel.close()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.backchannel.running.Wait()
	}()
	select {
	case <-ended:
	case <-ctx.Done():
	}
	s.backchannel.stop()
	<-ended
}

// announceEnd tells the applications of a session that has ended. A session whose end has been told is done with.
func (s *Server) announceEnd(session store.Session, why Initiator) {
	if session.Anonymous() || session.Ended && why != SessionExpired {
		return
	}
	for _, id := range session.Clients {
		client, known := s.client(id)
		if !known || !client.hearsOf(why) {
			continue
		}
		for _, uri := range client.BackchannelLogoutURLs {
			s.deliver(client, uri, session)
		}
	}
}

func (c Client) hearsOf(why Initiator) bool {
	return len(c.BackchannelLogoutInitiators) == 0 || slices.Contains(c.BackchannelLogoutInitiators, why)
}

// deliver sends a logout token in the background.
func (s *Server) deliver(client Client, uri string, session store.Session) {
	b := s.backchannel
	if err := b.begin(); err != nil {
		s.undelivered(client, uri, err)
		return
	}
	go func() {
		defer b.end()
		select {
		case b.turn <- struct{}{}:
			defer func() { <-b.turn }()
		case <-b.ctx.Done():
			return
		}
		if err := s.postLogoutToken(b.ctx, client, uri, session); err != nil {
			s.undelivered(client, uri, err)
		}
	}()
}

func (s *Server) postLogoutToken(ctx context.Context, client Client, uri string, session store.Session) error {
	token, err := s.logoutToken(ctx, client, session)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, uri, strings.NewReader(url.Values{"logout_token": {token}}.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := s.backchannel.http.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, maxBody) // lets the connection be used again
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNoContent {
		return fmt.Errorf("it answered with status %d", resp.StatusCode)
	}
	return nil
}

func (s *Server) logoutToken(ctx context.Context, client Client, session store.Session) (string, error) {
	id, err := s.randomID(18)
	if err != nil {
		return "", err
	}
	now, typ := s.now(), logoutTokenType
	if s.tenant().settings.Quirks.LogoutTokenJWT {
		typ = idTokenType
	}
	return s.keys.sign(ctx, client.IDTokenAlg, typ, logoutTokenClaims{
		Issuer: s.cfg.Issuer, Subject: session.Sub, Audience: client.ID, SessionID: session.SID, ID: id,
		IssuedAt: now.Unix(), Expiry: now.Add(logoutTokenLifetime).Unix(), Events: map[string]struct{}{logoutEvent: {}},
	})
}

// undelivered tells the developer: the user has been logged out here all the same.
func (s *Server) undelivered(client Client, uri string, err error) {
	s.tellRefusal(context.Background(), "backchannel_logout", refuse("backchannel_logout_failed", "A logout token was not delivered").
		withClient(client.ID).because("%s: %v", uri, err).
		mend("let the URL answer a POST with 200 (Back-Channel Logout section 2.8), or take it out of the client"))
}

// announceExpired notices sessions whose limit has passed. There is no timer: a test may move the clock, so each request
// looks, whosever it is.
func (s *Server) announceExpired(ctx context.Context) {
	ended, err := s.store.EndExpired(ctx, s.now(), expiredAtOnce)
	if err != nil {
		s.log.ErrorContext(ctx, "internal error", "cause", err)
	}
	for _, session := range ended {
		s.announceEnd(session, SessionExpired)
	}
}
