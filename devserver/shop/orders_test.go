package shop_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/spa-session/spa-session/devserver/shop"
)

func TestOrdersOfTheTokensUser(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	for _, tc := range []struct {
		sub   string
		first string // the id of the newest order, "" for none
		count int
	}{
		{"auth0|ada", "SZ-1042", 3},
		{"auth0|grace", "SZ-1039", 1},
		{"auth0|new", "", 0},
	} {
		status, body, header := s.get(t, "/api/orders", "Bearer "+is.token(claim("sub", tc.sub)).sign(t))
		var orders []shop.Order
		if err := json.Unmarshal([]byte(body), &orders); err != nil || status != http.StatusOK || orders == nil {
			t.Fatalf("%s: status %d, %v, body %s", tc.sub, status, err, body)
		}
		if len(orders) != tc.count || tc.count > 0 && orders[0].ID != tc.first {
			t.Errorf("%s: %+v, want %d orders, %q first", tc.sub, orders, tc.count, tc.first)
		}
		if header.Get("Cache-Control") != "no-store" {
			t.Errorf("orders may be cached: %q", header.Get("Cache-Control"))
		}
	}
}

// Each row deviates in one thing from a token that is accepted.
func TestOrdersRefusals(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	good := is.token().sign(t)
	parts := strings.Split(good, ".")
	bearer := func(changes ...func(*token)) []string { return []string{"Bearer " + is.token(changes...).sign(t)} }
	for _, tc := range []struct {
		name          string
		authorization []string
		status        int
		challenge     string
	}{
		{"no token", nil, 401, `Bearer realm="storezero"`},
		{"another scheme", []string{"Basic abc"}, 400, `error="invalid_request"`},
		{"two tokens", []string{"Bearer " + good, "Bearer " + good}, 400, `error="invalid_request"`},
		{"no JWT", []string{"Bearer abc"}, 401, `error="invalid_token", error_description="The access token is no JWT signed by RS256"`},
		{"no signature", []string{"Bearer eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0." + parts[1] + "."}, 401, `error="invalid_token"`},
		{"a signature of another payload", []string{"Bearer " + parts[0] + "." + parts[1] + "." + strings.Split(is.token(claim("sub", "x")).sign(t), ".")[2]}, 401, "The signature of the access token is not valid"},
		{"another key under our kid", bearer(func(tk *token) { tk.key = nextKey() }), 401, "The signature of the access token is not valid"},
		{"a key that is not published", bearer(func(tk *token) { tk.kid = "k2" }), 401, "does not publish"},
		{"HS256", bearer(func(tk *token) { tk.alg, tk.key = jose.HS256, []byte(strings.Repeat("k", 32)) }), 401, "signed by RS256"},
		{"RS512", bearer(func(tk *token) { tk.alg = jose.RS512 }), 401, "signed by RS256"},
		{"an ID token", bearer(func(tk *token) { tk.typ = "JWT" }), 401, "its typ is not at+jwt"},
		{"another issuer", bearer(claim("iss", "https://other.example/")), 401, "of another issuer"},
		{"another audience", bearer(claim("aud", "https://other.example/")), 401, "for another API: ask for audience " + audience},
		{"no audience", bearer(claim("aud", nil)), 401, "for another API"},
		{"an audience of another kind", bearer(claim("aud", 7)), 401, "The claims of the access token cannot be read"},
		{"expired", bearer(claim("exp", start.Unix())), 401, "has expired"},
		{"without an end", bearer(claim("exp", nil)), 401, "has expired"},
		{"not valid yet", bearer(claim("nbf", start.Unix()+1)), 401, "not valid yet"},
		{"nobody's", bearer(claim("sub", "")), 401, "names no user"},
		{"without the scope", bearer(claim("scope", "openid read:orders2")), 403, `error="insufficient_scope", error_description="The access token lacks the scope read:orders", scope="read:orders"`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			status, body, header := s.get(t, "/api/orders", tc.authorization...)
			if got := header.Get("WWW-Authenticate"); status != tc.status || !strings.Contains(got, tc.challenge) {
				t.Errorf("status %d, WWW-Authenticate %q, want %d and %q", status, got, tc.status, tc.challenge)
			}
			if !strings.Contains(body, `"error_description"`) || strings.Contains(body, "SZ-") {
				t.Errorf("body %s", body)
			}
		})
	}
	if _, _, header := s.get(t, "/api/orders?access_token="+good); strings.Contains(header.Get("WWW-Authenticate"), "error") {
		t.Errorf("a token in the query was looked at: %q", header.Get("WWW-Authenticate"))
	}
}

func TestTokenExpiresByTheInjectedClock(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	header := "Bearer " + is.token().sign(t)
	s.advance(59 * time.Second)
	if status, body, _ := s.get(t, "/api/orders", header); status != http.StatusOK {
		t.Errorf("one second before exp: status %d, %s", status, body)
	}
	s.advance(time.Second)
	if status, _, _ := s.get(t, "/api/orders", header); status != http.StatusUnauthorized {
		t.Errorf("at exp: status %d", status)
	}
}

func TestKeysAreFetchedOnce(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	for range 3 {
		if status, body, _ := s.get(t, "/api/orders", "Bearer "+is.token().sign(t)); status != http.StatusOK {
			t.Fatalf("status %d, %s", status, body)
		}
	}
	if n := is.count("/keys"); n != 1 {
		t.Errorf("%d fetches, want 1", n)
	}
}

// A new key is found when a token names it; a made-up one costs a fetch a minute at most.
func TestUnknownKeyRefetchesOnceAMinute(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	rotated := is.token(func(tk *token) { tk.kid, tk.key = "k2", nextKey() }, claim("exp", start.Unix()+3600)).sign(t)
	ask := func(want int) {
		t.Helper()
		if status, body, _ := s.get(t, "/api/orders", "Bearer "+rotated); status != want {
			t.Errorf("status %d, want %d: %s", status, want, body)
		}
	}
	ask(http.StatusUnauthorized)
	is.publish("k2", nextKey())
	for range 5 {
		ask(http.StatusUnauthorized)
	}
	if n := is.count("/keys"); n != 1 {
		t.Errorf("%d fetches within the minute, want 1", n)
	}
	s.advance(time.Minute)
	ask(http.StatusOK)
	if n := is.count("/keys"); n != 2 {
		t.Errorf("%d fetches, want 2", n)
	}
}

// While the keys cannot be had a token is neither good nor bad: nobody is told to log in again.
func TestAuthorizationServerDown(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	is.set(func() { is.down = true })
	status, body, header := s.get(t, "/api/orders", "Bearer "+is.token().sign(t))
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" || header.Get("WWW-Authenticate") != "" {
		t.Errorf("status %d, headers %v, %s", status, header, body)
	}
	is.set(func() { is.down = false })
	if status, body, _ := s.get(t, "/api/orders", "Bearer "+is.token().sign(t)); status != http.StatusOK {
		t.Errorf("once it is back: status %d, %s", status, body)
	}
}

func TestDiscoveryOfAnotherIssuer(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	is.set(func() { is.named = "https://other.example/" })
	if status, body, _ := s.get(t, "/api/orders", "Bearer "+is.token().sign(t)); status != http.StatusServiceUnavailable {
		t.Errorf("status %d, %s", status, body)
	}
	if n := is.count("/keys"); n != 0 {
		t.Error("its keys were fetched all the same")
	}
}

func TestKeyForEncryptionVerifiesNothing(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	is.set(func() { is.keys[0].Use = "enc" })
	if status, _, _ := s.get(t, "/api/orders", "Bearer "+is.token().sign(t)); status != http.StatusUnauthorized {
		t.Errorf("status %d", status)
	}
}

func TestProducts(t *testing.T) {
	s := newShop(t, newIssuer(t))
	status, body, _ := s.get(t, "/api/products")
	var products []shop.Product
	if err := json.Unmarshal([]byte(body), &products); err != nil || status != http.StatusOK || len(products) != 9 {
		t.Fatalf("status %d, %v, %d products", status, err, len(products))
	}
	seen := map[string]bool{}
	for _, p := range products {
		if p.Name == "" || p.Description == "" || p.Price <= 0 || p.Image != "/images/"+p.ID+".svg" || seen[p.ID] {
			t.Errorf("product %+v", p)
		}
		seen[p.ID] = true
	}
}

// Every order is for products that the catalogue has, and somebody who logs in has some.
func TestOrdersMatchTheCatalogue(t *testing.T) {
	is := newIssuer(t)
	s := newShop(t, is)
	_, body, _ := s.get(t, "/api/products")
	var products []shop.Product
	if err := json.Unmarshal([]byte(body), &products); err != nil {
		t.Fatal(err)
	}
	names := map[string]string{}
	for _, p := range products {
		names[p.ID] = p.Name
	}
	_, body, _ = s.get(t, "/api/orders", "Bearer "+is.token().sign(t))
	var orders []shop.Order
	if err := json.Unmarshal([]byte(body), &orders); err != nil {
		t.Fatal(err)
	}
	for _, order := range orders {
		if order.Total <= 0 || len(order.Items) == 0 {
			t.Errorf("order %+v", order)
		}
		if _, err := time.Parse(time.DateOnly, order.Date); err != nil {
			t.Errorf("order %s: %v", order.ID, err)
		}
		for _, item := range order.Items {
			if names[item.ProductID] != item.Name || item.Quantity <= 0 {
				t.Errorf("order %s has %+v, the catalogue %q", order.ID, item, names[item.ProductID])
			}
		}
	}
}

func TestWhatTheAPIHasNot(t *testing.T) {
	s := newShop(t, newIssuer(t))
	if status, body, _ := s.get(t, "/api/nothing"); status != http.StatusNotFound || !strings.Contains(body, "/api/orders") {
		t.Errorf("status %d, %s", status, body)
	}
	resp, err := http.Post(s.url+"/api/orders", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: status %d, Allow %q", resp.StatusCode, resp.Header.Get("Allow"))
	}
}

func TestConfigIsRequired(t *testing.T) {
	for _, cfg := range []shop.Config{{Issuer: "http://localhost:4400/"}, {Audience: audience}} {
		if _, err := shop.New(cfg); err == nil || !strings.Contains(err.Error(), "Issuer and Audience") {
			t.Errorf("%+v: %v", cfg, err)
		}
	}
}
