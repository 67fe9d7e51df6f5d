package authserver

import (
	"cmp"
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A Fault makes the server misbehave, for tests of what clients do about it. Endpoint, ClientID, User and Nth say when,
// the other fields how; several can be combined.
type Fault struct {
	Endpoint string // the path; "" is any
	ClientID string // "" is any
	User     string // the sub or the email of the user that the request is for; "" is any
	Nth      int    // the first matching request that it strikes, from 1 on; 0 is the first
	Times    int    // how many it strikes; 0 is all that follow

	Delay    time.Duration // of the answer, in real time
	Drop     bool          // the connection breaks without an answer
	Truncate bool          // the connection breaks in the middle of the body
	Status   int           // of an answer without use; with Error, of that error
	Error    string        // an OAuth error in the form of the endpoint: JSON, or an answer to the application
	// ErrorDescription goes with Error; "" says that a test has ordered it.
	ErrorDescription string
	Deny             bool // headers that forbid framing on the web_message page, as a misconfigured proxy adds

	Token       TokenFault // spoils ID tokens
	AccessToken TokenFault // spoils access tokens
	Answer      AnswerFault
}

// A TokenFault spoils the tokens of an answer of the token endpoint. An access token has neither nonce nor auth_time.
type TokenFault struct {
	Issuer, Audience, Nonce string        // instead of the right ones
	Expired                 bool          // exp lies in the past
	Skew                    time.Duration // added to iat, exp and auth_time: the server's clock is wrong
	BadSignature            bool
	KeyID                   string // instead of the right one
}

// An AnswerFault spoils an authorization response.
type AnswerFault struct {
	State, Issuer string // instead of the right ones
	Target        string // the origin that a web_message is posted to
}

// faults are those that were ordered, with how many requests each has matched.
type faults struct {
	mu   sync.Mutex
	last int // the number of the latest
	list []*orderedFault
}

type orderedFault struct {
	Fault
	number  int
	matched int
}

// Fail orders a fault. It holds until EndFault with the number returned, until ClearFaults, or as often as it says.
func (s *Server) Fail(f Fault) (number int) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.last++
	s.faults.list = append(s.faults.list, &orderedFault{Fault: f, number: s.faults.last})
	return s.faults.last
}

// ClearFaults ends all faults.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

func (f *faults) none() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.list) == 0
}

// strike counts a request, and returns the fault that it meets: the first ordered.
func (f *faults) strike(r *Request) (struck Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	found := false
	for _, fault := range f.list {
		if !fault.isFor(r) {
			continue
		}
		fault.matched++
		first := max(fault.Nth, 1)
		if !found && fault.matched >= first && (fault.Times == 0 || fault.matched < first+fault.Times) {
			struck, found = fault.Fault, true
		}
	}
	return struck
}

// isFor leaves a browser's preflights alone: they are no requests of the application's.
func (f Fault) isFor(r *Request) bool {
	return r.Method != http.MethodOptions && (f.Endpoint == "" || f.Endpoint == r.Path) && (f.ClientID == "" || f.ClientID == r.ClientID) &&
		(f.User == "" || f.User == r.Sub || strings.EqualFold(f.User, r.email))
}

func (f Fault) description() string { return cmp.Or(f.ErrorDescription, "ordered by a test") }

type faultKey struct{}

// faultOf returns the fault of the request that is being served.
func faultOf(ctx context.Context) Fault {
	fault, _ := ctx.Value(faultKey{}).(Fault)
	return fault
}

// misbehave serves a request under a fault. Dropping is net/http's own way to break a connection.
func (s *Server) misbehave(w http.ResponseWriter, r *http.Request, f Fault) {
	if f.Delay > 0 {
		timer := time.NewTimer(f.Delay)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	}
	r = r.WithContext(context.WithValue(r.Context(), faultKey{}, f))
	switch {
	case f.Drop:
		panic(http.ErrAbortHandler)
	case f.Truncate:
		s.truncate(w, r)
	case f.Error != "" && r.URL.Path != authorizePath:
		s.allowOrigin(w, r.Header.Get("Origin")) // an application must be able to read what was ordered
		status := f.Status
		if status == 0 {
			status = http.StatusBadRequest
		}
		writeJSON(w, status, errorResponse{f.Error, f.description()})
	case f.Status != 0 && f.Error == "":
		s.allowOrigin(w, r.Header.Get("Origin"))
		http.Error(w, http.StatusText(f.Status)+", ordered by a test", f.Status)
	default:
		s.handler.ServeHTTP(w, r)
	}
}

// truncate announces the whole answer and sends half of it.
func (s *Server) truncate(w http.ResponseWriter, r *http.Request) {
	whole := &bufferedResponse{header: w.Header(), status: http.StatusOK}
	s.handler.ServeHTTP(whole, r)
	w.Header().Set("Content-Length", strconv.Itoa(whole.body.Len()))
	w.WriteHeader(whole.status)
	_, _ = w.Write(whole.body.Bytes()[:whole.body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
