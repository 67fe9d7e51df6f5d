package control

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// maxSnapshots bounds what is kept; the oldest goes first.
const maxSnapshots = 20

// snapshots are those of one mock, by number.
type snapshots struct {
	mock Mock

	mu   sync.Mutex
	last int
	kept map[string]authserver.Snapshot
}

func (s *snapshots) take(w http.ResponseWriter, _ *http.Request) {
	snapshot, err := s.mock.Snapshot()
	if err != nil {
		internalError(w, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string]authserver.Snapshot{}
	}
	s.last++
	s.kept[strconv.Itoa(s.last)] = snapshot
	delete(s.kept, strconv.Itoa(s.last-maxSnapshots))
	writeJSON(w, http.StatusCreated, map[string]string{"id": strconv.Itoa(s.last)})
}

func (s *snapshots) restore(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	snapshot, found := s.kept[mux.Vars(r)["id"]]
	s.mu.Unlock()
	if !found {
		writeError(w, http.StatusNotFound, "not_found", "No snapshot has this id: POST "+Prefix+"snapshots takes one; the last "+strconv.Itoa(maxSnapshots)+" are kept")
		return
	}
	done(w, s.mock.Restore(snapshot))
}

// reset leaves the clock alone, which other servers may share.
func (s *snapshots) reset(w http.ResponseWriter, _ *http.Request) { done(w, s.mock.Reset()) }

func done(w http.ResponseWriter, err error) {
	if err != nil {
		internalError(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
