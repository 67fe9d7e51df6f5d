package control

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"sync"

	"github.com/gorilla/mux"
)

// faultOrders remembers the JSON that each fault was ordered by, to show it again.
type faultOrders struct {
	mu       sync.Mutex
	byNumber map[int]json.RawMessage
}

// maxOrders bounds what is remembered; the oldest goes first. The faults themselves stay.
const maxOrders = 200

// read takes the order from a request and leaves its body to be decoded.
func (o *faultOrders) read(r *http.Request) json.RawMessage {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		raw = nil // the decoder says what is wrong with an empty body
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	return raw
}

func (o *faultOrders) keep(number int, order json.RawMessage) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.byNumber == nil {
		o.byNumber = map[int]json.RawMessage{}
	}
	o.byNumber[number] = order
	delete(o.byNumber, number-maxOrders)
}

// A listedFault is one that holds. Order is empty for one that was ordered by a Go test.
type listedFault struct {
	Number   int             `json:"number"`
	Endpoint string          `json:"endpoint"`
	ClientID string          `json:"client_id,omitempty"`
	Matched  int             `json:"matched"` // the requests so far that it was for
	Order    json.RawMessage `json:"order,omitempty"`
}

func (o *faultOrders) listed(mock Mock) []listedFault {
	o.mu.Lock()
	defer o.mu.Unlock()
	list := []listedFault{}
	for _, f := range mock.Faults() {
		list = append(list, listedFault{f.Number, f.Fault.Endpoint, f.Fault.ClientID, f.Matched, o.byNumber[f.Number]})
	}
	return list
}

func (o *faultOrders) list(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]any{"faults": o.listed(mock)})
	}
}

func endFault(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		number, err := strconv.Atoi(mux.Vars(r)["number"])
		if err != nil || !mock.EndFault(number) {
			writeError(w, http.StatusNotFound, "not_found", "No fault has this number: GET "+Prefix+"faults lists them")
			return
		}
		w.WriteHeader(http.StatusNoContent)
	}
}

func listRefreshTokens(mock Mock) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		list, err := mock.RefreshTokens()
		if err != nil {
			internalError(w, err)
			return
		}
		writeJSON(w, http.StatusOK, map[string]any{"refresh_tokens": list})
	}
}
