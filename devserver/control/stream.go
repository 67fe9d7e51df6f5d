package control

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/authserver"
)

const (
	// lookInterval is how often the stream looks for what no request tells of: a limit that has passed, a change by a
	// Go test.
	lookInterval = time.Second
	// gatherTime lets requests that come together be told together.
	gatherTime = 100 * time.Millisecond
)

// stream is the dashboard's EventSource (HTML section 9.2): the whole state whenever it has changed, requests as they
// are recorded and again when they are answered, and the refusals.
func (d *dashboard) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	f := follower{dashboard: d, w: w, controller: http.NewResponseController(w), sent: map[string]string{}, pending: map[int]bool{}}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	go func() {
		select {
		case <-d.stopping:
			cancel()
		case <-ctx.Done():
		}
	}()
	for f.follow(ctx) {
	}
}

// A follower is one page that listens.
type follower struct {
	*dashboard
	w          http.ResponseWriter
	controller *http.ResponseController
	sent       map[string]string // event to the data that was sent last
	held       int               // the requests that the server had recorded
	last       int               // the highest number of a request that was sent
	answered   int               // the highest number of one that was sent with its answer
	pending    map[int]bool      // those that were sent without their answer
}

const (
	maxParams = 40
	maxText   = 300 // bytes of one value
)

// brief cuts what a page cannot show anyway. Anybody may have sent it, in a megabyte.
func brief(r recorded) recorded {
	names := slices.Sorted(maps.Keys(r.Params))
	params := url.Values{}
	for _, name := range names[:min(len(names), maxParams)] {
		params[cut(name)] = []string{cut(strings.Join(r.Params[name], " "))}
	}
	r.Params, r.Path, r.ClientID, r.UserAgent = params, cut(r.Path), cut(r.ClientID), cut(r.UserAgent)
	return r
}

func cut(text string) string {
	if len(text) <= maxText {
		return text
	}
	return strings.ToValidUTF8(text[:maxText], "") + "…"
}

// follow tells what is new and waits for more. It is false when the page has gone.
func (f *follower) follow(ctx context.Context) bool {
	changed, cancel := f.changed.until(ctx) // before the look: who rings during it is heard
	defer cancel()
	if err := f.tell(); err != nil {
		return false
	}
	f.wait(changed)
	return ctx.Err() == nil
}

func (f *follower) tell() error {
	state, err := f.state()
	if err != nil {
		return errors.Join(f.send("trouble", map[string]string{"error": err.Error()}), f.controller.Flush())
	}
	if changed, err := f.differs("state", state); err != nil || changed {
		state.Clock.Now = f.clock.Now()
		if err := f.send("state", state); err != nil {
			return err
		}
	}
	recorded := f.mock.Requests("")
	if len(recorded) < f.held { // a restore or a reset: they never get fewer otherwise
		f.last, f.answered = 0, 0
		if err := f.send("cleared", struct{}{}); err != nil {
			return err
		}
	}
	f.held = len(recorded)
	if fresh := f.fresh(recorded); len(fresh) > 0 {
		if err := f.send("requests", fresh); err != nil {
			return err
		}
	}
	diagnostics := newest(f.mock.Diagnostics())
	if changed, err := f.differs("diagnostics", diagnostics); err != nil || changed {
		if err := f.send("diagnostics", diagnostics); err != nil {
			return err
		}
	}
	return f.controller.Flush()
}

// fresh are those that the page has not seen, or not with their answer.
func (f *follower) fresh(list []authserver.Request) []recorded {
	var fresh []recorded
	pending := map[int]bool{}
	for _, r := range list {
		if r.Status == 0 {
			pending[r.Number] = true
		} else {
			f.answered = max(f.answered, r.Number)
		}
		if r.Number > f.last || f.pending[r.Number] && r.Status != 0 {
			fresh = append(fresh, brief(redact(r)))
		}
	}
	f.pending = pending
	if len(fresh) > 0 {
		f.last = max(f.last, fresh[len(fresh)-1].Number)
	}
	return fresh[max(0, len(fresh)-2*maxShown):]
}

// wait returns when there is something to look at.
func (f *follower) wait(ctx context.Context) {
	look, cancel := context.WithTimeout(ctx, lookInterval)
	defer cancel()
	answered := f.answered
	if _, err := f.mock.WaitForRequest(look, func(r authserver.Request) bool { return r.Number > answered }); err != nil {
		return
	}
	gather := time.NewTimer(gatherTime)
	defer gather.Stop()
	select {
	case <-gather.C:
	case <-ctx.Done():
	}
}

func (f *follower) differs(event string, data any) (bool, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return false, err
	}
	changed := f.sent[event] != string(raw)
	f.sent[event] = string(raw)
	return changed, nil
}

// send writes one event. JSON has no line breaks of its own, so data is one line.
func (f *follower) send(event string, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f.w, "event: %s\ndata: %s\n\n", event, raw)
	return err
}
