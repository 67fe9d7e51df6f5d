package requestlog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// serve sends one request through Wrap, and returns the answer and the log.
func serve(t *testing.T, cfg Config, r *http.Request, next http.HandlerFunc) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var out bytes.Buffer
	log := slog.New(NewHandler(slog.NewTextHandler(&out, nil), cfg.Secrets))
	cfg.Log = log
	cfg.NewID = func() string { return "made-here" }
	cfg.Now = func() time.Time { return time.Unix(0, 0) }
	w := httptest.NewRecorder()
	Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log.InfoContext(r.Context(), "before")
		next(w, r)
	}), cfg).ServeHTTP(w, r)
	return w, out.String()
}

func nothing(http.ResponseWriter, *http.Request) {}

func TestRequestID(t *testing.T) {
	for _, tc := range []struct{ sent, want string }{
		{"", "made-here"},
		{"8f14e45f-ceea-467f-a0e6-b1d2f3a4c5d6", "8f14e45f-ceea-467f-a0e6-b1d2f3a4c5d6"},
		{"a:b_c.d", "a:b_c.d"},
		{strings.Repeat("a", 64), strings.Repeat("a", 64)},
		{strings.Repeat("a", 65), "made-here"},
		{"two words", "made-here"},
		{`"><script>`, "made-here"},
		{"a\tb", "made-here"},
		{"é", "made-here"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header[Header] = []string{tc.sent}
		w, log := serve(t, Config{}, r, nothing)
		if got := w.Header().Get(Header); got != tc.want || !strings.Contains(log, "request_id="+tc.want) {
			t.Errorf("sent %q: answered %q, logged %s", tc.sent, got, log)
		}
	}
}

// credentials is a request that carries a secret in each place there is.
func credentials() *http.Request {
	form := url.Values{"password": {"pass&word"}, "code": {"code-1234"}, "client_id": {"storezero"}, "unheard_of": {"unheard-1234"}, "redirect_uri": {"http://localhost/?code=nested-1234#token=deep-1234"}}
	r := httptest.NewRequest("POST", "/login?state=state-1234&prompt=none", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "Bearer bearer-1234")
	r.Header.Set("Cookie", "as-session=cookie-1234")
	r.Header.Set("DPoP", "proof-1234")
	return r
}

var allSecrets = []string{"pass&word", "pass%26word", "code-1234", "state-1234", "bearer-1234", "cookie-1234", "proof-1234", "fresh-1234", "issued-1234", "nested-1234", "deep-1234"}

// careless quotes all that it gets and gives in its log.
func careless(log func(r *http.Request, args ...any)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		http.SetCookie(w, &http.Cookie{Name: "as-session", Value: "fresh-1234"})
		w.Header().Set("Location", "http://localhost/callback?code=issued-1234")
		all := r.URL.String() + string(body) + r.Header.Get("Cookie") + r.Header.Get("Authorization") + r.Header.Get("DPoP")
		log(r, "text", all, "cause", errors.New(all), "group", slog.GroupValue(slog.String("text", all)), "answer", w.Header(), "count", 7)
		w.WriteHeader(http.StatusFound)
	}
}

func TestSecretsAreNotQuoted(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(NewHandler(slog.NewTextHandler(&out, nil), false)).With("from", "a test").WithGroup("inner")
	Wrap(careless(func(r *http.Request, args ...any) { log.WarnContext(r.Context(), "careless "+r.URL.RawQuery, args...) }),
		Config{Log: log, Requests: true}).ServeHTTP(httptest.NewRecorder(), credentials())
	for _, s := range append(allSecrets, "unheard_of=unheard-1234 ") {
		if strings.Contains(out.String(), s) {
			t.Errorf("the log has %q:\n%s", s, out.String())
		}
	}
	for _, want := range []string{"careless", "client_id=storezero", "prompt=none", "inner.count=7", `from="a test"`, "status=302", "unheard_of=[hidden]"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, out.String())
		}
	}
}

// Looking for each of very many secrets in each text would keep the server from its work. None is quoted all the same.
func TestTooManySecretsHideAll(t *testing.T) {
	form := url.Values{"client_id": {"storezero"}}
	for i := range 2 * maxSecrets {
		form.Add("code", fmt.Sprintf("code-%d", i))
	}
	r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var out bytes.Buffer
	log := slog.New(NewHandler(slog.NewTextHandler(&out, nil), false))
	Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.ReadAll(r.Body)
		log.WarnContext(r.Context(), "refused", "cause", "of code-1", "count", 7)
	}), Config{Log: log, NewID: func() string { return "made-here" }}).ServeHTTP(httptest.NewRecorder(), r)
	if got := out.String(); strings.Contains(got, "code-") || !strings.Contains(got, "cause=[hidden] count=7 request_id=made-here") {
		t.Errorf("the log:\n%s", got)
	}
}

func TestSecretsAreShownWhereThatIsAskedFor(t *testing.T) {
	_, log := serve(t, Config{Requests: true, Secrets: true}, credentials(), careless(func(*http.Request, ...any) {}))
	for _, s := range []string{"pass&word", "code-1234", "state-1234", "bearer-1234", "cookie-1234", "fresh-1234", "issued-1234"} {
		if !strings.Contains(log, s) {
			t.Errorf("the log lacks %q:\n%s", s, log)
		}
	}
	_, log = serve(t, Config{Requests: true, Secrets: true}, httptest.NewRequest("POST", "/oauth/token", nil), func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"token-1234"}`)
	})
	if !strings.Contains(log, "token-1234") {
		t.Errorf("the log lacks the answer:\n%s", log)
	}
}

func TestJSONBodiesAreReadToo(t *testing.T) {
	r := httptest.NewRequest("POST", "/oauth/token", strings.NewReader(`{"client_secret":"secret-1234","grant_type":"client_credentials","n":1}`))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	_, log := serve(t, Config{Requests: true}, r, func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) })
	if strings.Contains(log, "secret-1234") || !strings.Contains(log, "grant_type=client_credentials") {
		t.Errorf("%s", log)
	}
}

// A handler that panics is our mistake: the developer gets the id and the stack, the client neither.
func TestPanic(t *testing.T) {
	w, log := serve(t, Config{Requests: true}, httptest.NewRequest("GET", "/", nil), func(http.ResponseWriter, *http.Request) { panic("oops") })
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "oops") || strings.Contains(w.Body.String(), "goroutine") {
		t.Errorf("status %d, %s", w.Code, w.Body)
	}
	if !strings.Contains(log, "oops") || !strings.Contains(log, "requestlog_test.go") || !strings.Contains(log, "request_id=made-here") || !strings.Contains(log, "status=500") {
		t.Errorf("%s", log)
	}
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an ordered abort did not reach net/http")
		}
	}()
	serve(t, Config{Requests: true}, httptest.NewRequest("GET", "/", nil), func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
}

// A stream of events goes through.
func TestFlush(t *testing.T) {
	w, _ := serve(t, Config{}, httptest.NewRequest("GET", "/", nil), func(w http.ResponseWriter, _ *http.Request) {
		w.(http.Flusher).Flush()
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	})
	if !w.Flushed {
		t.Error("nothing was flushed")
	}
}

// Whatever a client sends, its password stays out of the log, and its line stays one line.
func FuzzWrap(f *testing.F) {
	f.Add("/login?a=b", "application/x-www-form-urlencoded", "x=1", "id", "as-session=1")
	f.Add("/login?redirect_uri=http://localhost/%3Fcode%3D1%23token=2", "application/json", `{"code":"1"}`, "\n", "a=b; c")
	f.Add("/%zz", "application/json; charset", `{"password":7}`, strings.Repeat("a", 70), `"`)
	f.Fuzz(func(t *testing.T, target, mediaType, body, id, cookies string) {
		u, err := url.Parse("http://localhost" + target)
		if err != nil {
			return
		}
		const password = "a-password-of-its-own"
		query := u.Query()
		query.Set("password", password)
		u.RawQuery = query.Encode()
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.URL = u
		r.Header = http.Header{"Content-Type": {mediaType}, Header: {id}, "Cookie": {cookies}}
		_, log := serve(t, Config{Requests: true}, r, func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			http.Error(w, "no", http.StatusBadRequest)
		})
		if strings.Contains(log, password) || strings.Count(log, "\n") != 2 {
			t.Errorf("%s", log)
		}
	})
}
