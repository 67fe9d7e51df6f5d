package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
)

// A client is one browser with a session, on one connection. It speaks no more HTTP than it needs, for what the load
// costs is taken from the server's cores.
type client struct {
	conn net.Conn
	in   *bufio.Reader

	authorize, token     string // of the requests, what does not change: query and form
	authorizeAt, tokenAt string // paths
	headers              string // of the first and of the second request
	formHeaders          string
}

func newClient(ctx context.Context, t target, cookie string) (*client, error) {
	authorize, err := url.Parse(t.Authorize)
	if err != nil {
		return nil, err
	}
	token, err := url.Parse(t.Token)
	if err != nil {
		return nil, err
	}
	query := url.Values{
		"response_type": {"code"}, "response_mode": {"web_message"}, "prompt": {"none"}, "code_challenge_method": {"S256"},
	}
	for name, value := range t.Params {
		query.Set(name, value)
	}
	form := url.Values{
		"grant_type": {"authorization_code"}, "client_id": {t.Params["client_id"]}, "redirect_uri": {t.Params["redirect_uri"]},
	}
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", authorize.Host)
	if err != nil {
		return nil, err
	}
	return &client{
		conn: conn, in: bufio.NewReader(conn),
		authorizeAt: authorize.Path, authorize: query.Encode(),
		tokenAt: token.Path, token: form.Encode(),
		headers:     fmt.Sprintf("Host: %s\r\nCookie: %s\r\n", authorize.Host, cookie),
		formHeaders: fmt.Sprintf("Host: %s\r\nOrigin: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n", token.Host, app),
	}, nil
}

// exchange is what a single-page app does to renew: authorize by prompt=none and web_message, then the code for tokens.
func (c *client) exchange() error {
	random := make([]byte, 48)
	if _, err := rand.Read(random); err != nil {
		return err
	}
	verifier := base64.RawURLEncoding.EncodeToString(random[:32])
	challenge := sha256.Sum256([]byte(verifier))
	page, err := c.ask(fmt.Sprintf("GET %s?%s&state=%s&nonce=%s&code_challenge=%s HTTP/1.1\r\n%s\r\n", c.authorizeAt, c.authorize,
		base64.RawURLEncoding.EncodeToString(random[32:]), verifier[:16], base64.RawURLEncoding.EncodeToString(challenge[:]), c.headers))
	if err != nil {
		return err
	}
	code, err := between(page, `"code":"`, `"`)
	if err != nil {
		return err
	}
	form := fmt.Sprintf("%s&code=%s&code_verifier=%s", c.token, url.QueryEscape(code), verifier)
	tokens, err := c.ask(fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", c.tokenAt, c.formHeaders, len(form), form))
	if err != nil {
		return err
	}
	for _, token := range []string{`"access_token":"`, `"id_token":"`} {
		if _, err := between(tokens, token, `"`); err != nil {
			return err
		}
	}
	return nil
}

// ask sends a request and returns the body of an answer that is 200.
func (c *client) ask(request string) ([]byte, error) {
	if _, err := io.WriteString(c.conn, request); err != nil {
		return nil, err
	}
	status, err := c.line()
	if err != nil {
		return nil, err
	}
	answered := string(status)
	length := -1
	for {
		header, err := c.line()
		if err != nil {
			return nil, err
		}
		if len(header) == 0 {
			break
		}
		if value, found := cutHeader(header, "Content-Length"); found {
			if length, err = strconv.Atoi(value); err != nil {
				return nil, err
			}
		}
	}
	body, err := c.body(length)
	if err == nil && !strings.HasPrefix(answered, "HTTP/1.1 200 ") {
		err = fmt.Errorf("%s\nto %s\n%s", answered, request, body)
	}
	return body, err
}

// line reads one without its end.
func (c *client) line() ([]byte, error) {
	line, err := c.in.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}

func cutHeader(line []byte, name string) (value string, found bool) {
	if len(line) <= len(name) || line[len(name)] != ':' || !strings.EqualFold(string(line[:len(name)]), name) {
		return "", false
	}
	return strings.TrimSpace(string(line[len(name)+1:])), true
}

// body reads as many bytes, or chunks (RFC 9112 section 7.1) if the length is negative.
func (c *client) body(length int) ([]byte, error) {
	if length >= 0 {
		body := make([]byte, length)
		_, err := io.ReadFull(c.in, body)
		return body, err
	}
	body, err := io.ReadAll(httputil.NewChunkedReader(c.in))
	if err != nil {
		return nil, err
	}
	_, err = c.line() // which ends the trailers, of which there are none
	return body, err
}

func between(text []byte, from, to string) (string, error) {
	_, after, found := bytes.Cut(text, []byte(from))
	value, _, closed := bytes.Cut(after, []byte(to))
	if !found || !closed {
		return "", fmt.Errorf("no %s in:\n%s", from, text)
	}
	return string(value), nil
}
