package client

import (
	"github.com/spa-session/spa-session/wasm/internal/context"
	"github.com/spa-session/spa-session/wasm/internal/deadline"
	"github.com/spa-session/spa-session/wasm/oidc"
)

// Ports are the effects that the client needs. In a browser they are the
// browser's (package browser); on the host they are net/http, a cookie jar and
// encoding/json (package clienttest). No field may be nil.
type Ports struct {
	Now      func() deadline.Instant
	Wake     Wake
	Random   func(bytes int) []byte                                 // cryptographic; it cannot fail, or the platform is unusable
	Digest   func(ctx context.Context, data []byte) ([]byte, error) // SHA-256
	Verify   func(ctx context.Context, key oidc.JWK, alg string, signed, signature []byte) error
	Fetch    func(ctx context.Context, request Request) (Response, error)
	Keeper   OpenKeeper
	Frame    Frame
	Popup    Popup
	Navigate Navigate
	Record   Record
	Store    Store
	Lock     Lock
	Channel  Channel
	Activity Activity
	JSON     func(text string) (any, error) // objects are map[string]any, numbers float64
	URL      func(reference, base string) (oidc.URL, error)
	// Rest fetches what is not loaded with the module, or gives up within ten seconds. Once
	// all is there it answers at once; nil: it is there from the start.
	Rest func(ctx context.Context) error
	// Early is what was asked of the server before the client was there, at the first call;
	// nil: nothing ever is.
	Early    func() *Early
	Isolated bool // the page is crossOriginIsolated: other origins' pages do not load in its frames, nor keep hold of it as their opener
}

// Wake calls fire once, after milliseconds of monotonic time at the earliest.
// A device that sleeps may call it much later. fire must not block.
type Wake func(milliseconds int64, fire func()) (cancel func())

// Request is an HTTP request without credentials: cookies never travel with it.
type Request struct {
	Method string
	URL    string
	Header map[string]string
	Body   string
}

// Response is what came back, whatever its status. Redirects are errors, and so
// are bodies over MaxBody bytes.
type Response struct {
	Status int
	Body   string
	// Age is how long ago half of its way was done, in milliseconds, where it was asked
	// for before the client did; else 0.
	Age int64
}

// MaxBody bounds what is read of any response: 1 MiB.
const MaxBody = 1 << 20

// OpenKeeper makes a keeper for one client at one server.
type OpenKeeper func(ctx context.Context, setup KeeperSetup) (*Keeper, error)

// KeeperSetup is fixed once: a keeper sends to nowhere else, and for nobody else.
type KeeperSetup struct {
	TokenEndpoint      string
	RevocationEndpoint string // "" if the server has none
	PushEndpoint       string // "" unless authorization requests have to be pushed (RFC 9126)
	ClientID           string
	DPoP               bool // each request has a proof of possession (RFC 9449)
	Open               bool // refresh tokens are handed out, and come with the request: they lie in a cache of the app's
}

// Keeper sends token requests and keeps the refresh tokens that come of them, in
// a Worker: no script of the page can read them, nor whoever looks through the
// page's memory. Its requests wait for each other.
type Keeper struct {
	// Ask sends form to the token endpoint. It adds client_id, and to a refresh
	// the token that is kept under name; it takes the token out of the answer.
	Ask func(ctx context.Context, request KeeperRequest) (KeeperAnswer, error)
	// Close forgets all tokens. Later requests fail.
	Close func()
	// InPage says why the tokens are in the page's own memory; "" if they are not.
	InPage string
	// Thumbprint names the key of the proofs of possession (RFC 7638); "" if there
	// is none, for want of a place to keep it.
	Thumbprint string
}

// KeeperRequest is a token request (RFC 6749 4.1.3 and 6), a revocation, or an
// authorization request to be pushed.
type KeeperRequest struct {
	Name   string
	Form   oidc.Params
	Revoke bool
	Push   bool
	At     int64 // server's time in seconds, for a proof of possession
}

// KeeperAnswer is what came back, without a refresh token.
type KeeperAnswer struct {
	Response
	Kept bool // under the request's name there is one
}

// Frame opens url in a hidden frame and keeps it until ctx ends; then it
// removes frame and listener, always, and returns nil. It listens before it
// loads. An error means that no frame could be made.
type Frame func(ctx context.Context, url string, events FrameEvents) error

// FrameEvents are called back while the frame stands; they must not block.
type FrameEvents struct {
	// Origin is the one whose messages are wanted; of others Data is not read.
	Origin  string
	Message func(oidc.Message)
	// Loaded is called when the frame has loaded anything, an error page of
	// the browser included.
	Loaded func()
}

// Popup opens an empty window, at once: browsers allow it only while they handle
// a user's act. A window that the app has opened itself is given; nil is none.
type Popup func(given any) (*Window, error)

// Window is a window that the user sees. Nothing of it waits.
type Window struct {
	// Listen hears what the window posts, or with a relay what comes over the
	// BroadcastChannel of that name.
	Listen func(relay, origin string, message func(oidc.Message)) (stop func(), err error)
	Go     func(url string) error
	Closed func() bool
	Close  func()
}

// Navigate is the address of the page.
type Navigate interface {
	Location() string
	// Assign leaves the page.
	Assign(url string) error
	// Replace changes the address without leaving the page.
	Replace(url string) error
}

// Record is where the tabs of one origin keep what they share.
type Record interface {
	// Update hands the stored value to modify and stores what it returns,
	// in one transaction: no other tab writes in between. modify is called once,
	// must not block, and returns write=false to leave the value alone.
	// A stored value is what JSON would carry, or nil.
	Update(ctx context.Context, modify func(stored any) (put any, write bool)) error
	// Hold keeps what an update needs until it is released, for those that follow soon.
	// It may be held more than once.
	Hold() (release func())
}

// Area is how far a stored value reaches.
type Area uint8

const (
	PerTab  Area = iota // sessionStorage: this tab, across reloads
	PerSite             // localStorage: all tabs
)

// Store keeps short strings. Every method may fail: storage can be switched off.
type Store interface {
	Get(area Area, key string) (value string, found bool, err error)
	Set(area Area, key, value string) error
	Remove(area Area, key string) error
	Keys(area Area) ([]string, error)
}

// Lock waits for the named lock until ctx ends. With steal it takes the lock
// from its holder at once.
type Lock func(ctx context.Context, name string, steal bool) (*Lease, error)

// Lease is a held lock.
type Lease struct {
	Release func()          // may be called more than once
	Lost    <-chan struct{} // closed when somebody stole it
}

// Channel is a bell between the tabs of one origin: it carries no content, so
// nothing that is heard on it has to be believed.
type Channel interface {
	Ring()
	Listen(heard func()) (stop func())
}

// Signal is something that the page or its user did.
type Signal uint8

const (
	Input   Signal = iota // real input: pointer, key, wheel, touch, typing, scrolling by hand
	Move                  // a pointer moved: activity, but not in idle
	Press                 // pointerdown, keydown or touchstart outside the dialog: input, and a recheck in idle
	Visible               // the page can be seen
	Hidden                // the page cannot be seen
	Blur                  // the window has lost the focus, and not to a frame of the page
	Focus                 // the window has the focus
	Resume                // the page was frozen, or comes out of the back-forward cache
	Freeze                // the page is about to be frozen or left
	Online                // the network is back
	Offline               // the network is gone
)

// Activity tells what the page and its user do.
type Activity interface {
	// Listen calls heard for every signal, never twice a second for Input and Move.
	// heard must not block.
	Listen(heard func(Signal)) (stop func())
	Visible() bool
	// Online is false only when the browser knows that there is no network.
	Online() bool
}
