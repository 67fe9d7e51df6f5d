package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// warmUp is how long a load runs before it counts: compilers, caches and connections settle.
const warmUp = time.Second

// load lets as many clients make silent exchanges, each one after the other, and returns how many per second.
func load(ctx context.Context, t target, clients int, span time.Duration) (perSecond float64, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var done atomic.Int64
	var running sync.WaitGroup
	for i := range clients {
		running.Go(func() {
			c := newClient(t, t.Cookies[i])
			defer c.http.CloseIdleConnections()
			for ctx.Err() == nil {
				if err := c.exchange(ctx); err != nil && ctx.Err() == nil {
					cancel(err)
					return
				}
				done.Add(1)
			}
		})
	}
	wait(ctx, warmUp)
	before, begun := done.Load(), time.Now()
	wait(ctx, span)
	counted, passed := done.Load()-before, time.Since(begun)
	err = context.Cause(ctx)
	cancel(nil)
	running.Wait()
	return float64(counted) / passed.Seconds(), err
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// A client is one browser with a session.
type client struct {
	target
	cookie string
	http   *http.Client
}

func newClient(t target, cookie string) *client {
	return &client{t, cookie, &http.Client{
		Transport:     &http.Transport{DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// exchange is what a single-page app does to renew: authorize by prompt=none and web_message, then the code for tokens.
func (c *client) exchange(ctx context.Context) error {
	random := make([]byte, 48)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	verifier := base64.RawURLEncoding.EncodeToString(random[:32])
	challenge := sha256.Sum256([]byte(verifier))
	query := url.Values{
		"response_type": {"code"}, "response_mode": {"web_message"}, "prompt": {"none"},
		"state": {base64.RawURLEncoding.EncodeToString(random[32:])}, "nonce": {verifier[:16]},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])}, "code_challenge_method": {"S256"},
	}
	for name, value := range c.Params {
		query.Set(name, value)
	}
	page, err := c.send(ctx, http.MethodGet, c.Authorize+"?"+query.Encode(), "")
	if err != nil {
		return err
	}
	code, err := codeOf(page)
	if err != nil {
		return err
	}
	answer, err := c.send(ctx, http.MethodPost, c.Token, url.Values{
		"grant_type": {"authorization_code"}, "client_id": {c.Params["client_id"]}, "code": {code},
		"redirect_uri": {c.Params["redirect_uri"]}, "code_verifier": {verifier},
	}.Encode())
	if err != nil {
		return err
	}
	var tokens struct {
		AccessToken string `json:"access_token"`
		IDToken     string `json:"id_token"`
	}
	if err := json.Unmarshal(answer, &tokens); err != nil || tokens.AccessToken == "" || tokens.IDToken == "" {
		return fmt.Errorf("no tokens: %v in %s", err, answer)
	}
	return nil
}

func (c *client) send(ctx context.Context, method, uri, form string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, uri, strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	if form == "" {
		req.Header.Set("Cookie", c.cookie)
	} else {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", app)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s\n%s", uri, resp.Status, body)
	}
	return body, err
}

// codeOf reads the code out of the JSON in a web_message page.
func codeOf(page []byte) (string, error) {
	_, after, found := bytes.Cut(page, []byte(`"code":"`))
	code, _, closed := bytes.Cut(after, []byte(`"`))
	if !found || !closed {
		return "", fmt.Errorf("no code in the page:\n%s", page)
	}
	return string(code), nil
}
