package clienttest

import (
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/spa-session/spa-session/wasm/internal/client"
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// get loads a page with the profile's cookies and follows redirects itself, so
// that one to the app ends there: its address is what a browser would show.
func (b *Browser) get(ctx context.Context, address, site string) (last string, response *http.Response, err error) {
	for range 10 {
		r, err := http.NewRequestWithContext(forHTTP(ctx), http.MethodGet, address, nil)
		if err != nil {
			return "", nil, err
		}
		r.Header.Set("Sec-Fetch-Site", site)
		response, err := b.http.Do(r)
		if err != nil {
			return "", nil, err
		}
		if response.StatusCode < 300 || response.StatusCode >= 400 {
			return address, response, nil
		}
		target, err := response.Location()
		if err != nil {
			return "", nil, err
		}
		if originOf(target.String()) != originOf(address) {
			return target.String(), response, nil
		}
		address = target.String()
	}
	return "", nil, errors.New("clienttest: too many redirects")
}

var (
	responseBlock = regexp.MustCompile(`(?s)<script[^>]*id="response"[^>]*>(.*?)</script>`)
	targetBlock   = regexp.MustCompile(`(?s)<script[^>]*id="target"[^>]*>(.*?)</script>`)
	hiddenField   = regexp.MustCompile(`name="([a-z_]+)" value="([^"]*)"`)
)

// frame is the port Frame: it loads the page and posts what its script would.
func (t *Tab) frame(ctx context.Context, address string, events client.FrameEvents) error {
	t.mu.Lock()
	t.Frames++
	t.open++
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		t.open--
		t.mu.Unlock()
	}()
	browser := t.browser
	if t.BlockCookies {
		browser = NewBrowser(t.browser.Network)
	}
	last, response, err := browser.get(ctx, address, "same-site")
	if err == nil {
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		if message, ok := t.answer(last, string(body)); ok {
			events.Message(message)
		}
	}
	events.Loaded() // for error pages too, the browser's own among them
	<-ctx.Done()
	return nil
}

// answer is what a window that has come to an address posts: the server's page of
// web_message, or our own silent.html and popup.html.
func (t *Tab) answer(last, page string) (message oidc.Message, ok bool) {
	message = oidc.Message{Origin: originOf(last), FromFrame: true, Data: last}
	if message.Origin == originOf(t.Address()) {
		return message, true
	}
	data, target, ok := posted(page)
	message.Data = data
	return message, ok && target == originOf(t.Address())
}

// posted is what the script of a web_message page posts, and to which origin.
func posted(page string) (data any, target string, ok bool) {
	message, to := responseBlock.FindStringSubmatch(page), targetBlock.FindStringSubmatch(page)
	if message == nil || to == nil {
		return nil, "", false
	}
	var response any
	if json.Unmarshal([]byte(message[1]), &response) != nil || json.Unmarshal([]byte(to[1]), &target) != nil {
		return nil, "", false
	}
	return map[string]any{"type": "authorization_response", "response": response}, target, true
}

// LogIn does what a user does at the server's login: it opens the address,
// types, and gives the address of the app that the server leads back to. A
// session that still stands needs no typing.
func (b *Browser) LogIn(address, email, password string) (callback string, err error) {
	last, _, err := b.LogInTo(address, email, password)
	return last, err
}

// LogInTo is LogIn, with the page where it ends.
func (b *Browser) LogInTo(address, email, password string) (last, page string, err error) {
	last, page, err = b.read(address, "cross-site")
	if err != nil || !strings.Contains(page, `name="password"`) {
		return last, page, err
	}
	form := url.Values{}
	for _, field := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	form.Set("username", email)
	form.Set("password", password)
	form.Set("action", "login")
	r, err := http.NewRequest(http.MethodPost, originOf(address)+"/login", strings.NewReader(form.Encode()))
	if err != nil {
		return "", "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", originOf(address))
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := b.http.Do(r)
	if err != nil {
		return "", "", err
	}
	target, err := response.Location()
	if err != nil {
		body, err := io.ReadAll(response.Body)
		return originOf(address) + "/login", string(body), err
	}
	if originOf(target.String()) != originOf(address) {
		return target.String(), "", nil
	}
	return b.read(target.String(), "same-origin")
}

// read loads a page and gives the address where it ends, and its text: none for
// a page of the app.
func (b *Browser) read(address, site string) (last, page string, err error) {
	last, response, err := b.get(context.Background(), address, site)
	if err != nil || originOf(last) != originOf(address) {
		return last, "", err
	}
	body, err := io.ReadAll(response.Body)
	return last, string(body), err
}

// Visit loads a page and gives the address where it ends, as a user who follows
// a link would see it.
func (b *Browser) Visit(address string) (last string, err error) {
	last, _, err = b.get(context.Background(), address, "cross-site")
	return last, err
}
