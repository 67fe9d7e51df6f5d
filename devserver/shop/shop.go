package shop

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/gorilla/mux"
)

// Config says whose tokens the shop accepts.
type Config struct {
	// Issuer is the authorization server's, exactly as in its discovery document. Required.
	Issuer string
	// Audience is this API's own identifier: tokens for other APIs are refused. Required.
	Audience string
	// Client fetches discovery and keys; nil is one with a timeout of 5 s.
	Client *http.Client
	// Now is the clock that `exp` is compared with; nil is time.Now.
	Now func() time.Time
	// Log hears of every refused token, never of the token; nil is silence.
	Log *slog.Logger
}

// OrdersScope is what an access token needs to read orders.
const OrdersScope = "read:orders"

type server struct {
	verifier *verifier
	products []Product
	orders   map[string][]Order // by sub
	log      *slog.Logger
}

// New returns the handler for /api/ on the storefront's origin.
func New(cfg Config) (http.Handler, error) {
	if cfg.Issuer == "" || cfg.Audience == "" {
		return nil, fmt.Errorf("shop: Issuer and Audience are required: whose tokens, and for whom, would the API accept else?")
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 5 * time.Second}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	products, err := loadProducts()
	if err != nil {
		return nil, err
	}
	orders, err := loadOrders()
	if err != nil {
		return nil, err
	}
	s := &server{
		verifier: &verifier{issuer: cfg.Issuer, audience: cfg.Audience, now: cfg.Now, keys: newKeySet(cfg)},
		products: products,
		orders:   orders,
		log:      cfg.Log,
	}
	return s.routes(), nil
}

func (s *server) routes() http.Handler {
	r := mux.NewRouter()
	r.HandleFunc("/api/products", s.listProducts).Methods("GET", "HEAD")
	r.HandleFunc("/api/orders", s.listOrders).Methods("GET", "HEAD")
	r.NotFoundHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeError(w, http.StatusNotFound, "not_found", "The API has /api/products and /api/orders")
	})
	r.MethodNotAllowedHandler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", "GET, HEAD")
		writeError(w, http.StatusMethodNotAllowed, "method_not_allowed", "The API is read by GET")
	})
	return r
}

func (s *server) listProducts(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	writeJSON(w, http.StatusOK, s.products)
}

func (s *server) listOrders(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	claims, err := s.verifier.verify(r.Context(), r.Header.Values("Authorization"), OrdersScope)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	orders := s.orders[claims.Subject]
	if orders == nil {
		orders = []Order{}
	}
	writeJSON(w, http.StatusOK, orders)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // v always encodes; a failure to write means that the client has gone
}

func writeError(w http.ResponseWriter, status int, code, description string) {
	writeJSON(w, status, struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
	}{code, description})
}
