package control

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"github.com/spa-session/spa-session/devserver/authserver"
	"github.com/spa-session/spa-session/devserver/idp"
)

// maxSnapshots bounds what is kept; the oldest goes first.
const maxSnapshots = 20

// snapshots are those of one mock with its clock and its identity provider, either of which may be nil.
type snapshots struct {
	mock  Mock
	clock *Clock
	idp   IdP

	mu   sync.Mutex
	last int
	kept map[int]snapshot
}

type snapshot struct {
	number int
	taken  time.Time // by the server's clock
	server authserver.Snapshot
	clock  Position
	idp    idp.Snapshot
}

func (s *snapshots) routes(r *mux.Router) {
	r.HandleFunc(Prefix+"snapshots", s.list).Methods("GET")
	r.Handle(Prefix+"snapshots", jsonOnly(http.HandlerFunc(s.take))).Methods("POST")
	r.Handle(Prefix+"snapshots/{id}/restore", jsonOnly(http.HandlerFunc(s.restore))).Methods("POST")
	r.Handle(Prefix+"reset", jsonOnly(http.HandlerFunc(s.reset))).Methods("POST")
}

// A listedSnapshot is one that can be restored.
type listedSnapshot struct {
	ID    string    `json:"id"`
	Taken time.Time `json:"taken_at,omitzero"`
}

func (s *snapshots) listed() []listedSnapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []listedSnapshot{}
	for number := max(1, s.last-maxSnapshots+1); number <= s.last; number++ {
		list = append(list, listedSnapshot{strconv.Itoa(number), s.kept[number].taken})
	}
	return list
}

func (s *snapshots) list(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"snapshots": s.listed()})
}

func (s *snapshots) take(w http.ResponseWriter, _ *http.Request) {
	server, err := s.mock.Snapshot()
	if err != nil {
		internalError(w, err)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	taken := snapshot{number: s.last, server: server}
	if s.clock != nil {
		taken.taken, taken.clock = s.clock.Now(), s.clock.Position()
	}
	if s.idp != nil {
		taken.idp = s.idp.Snapshot()
	}
	if s.kept == nil {
		s.kept = map[int]snapshot{}
	}
	s.kept[s.last] = taken
	delete(s.kept, s.last-maxSnapshots)
	writeJSON(w, http.StatusCreated, map[string]string{"id": strconv.Itoa(s.last)})
}

func (s *snapshots) restore(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(mux.Vars(r)["id"])
	s.mu.Lock()
	taken, found := s.kept[number]
	s.mu.Unlock()
	if err != nil || !found {
		writeError(w, http.StatusNotFound, "not_found", "No snapshot has this id: POST "+Prefix+"snapshots takes one; the last "+strconv.Itoa(maxSnapshots)+" are kept")
		return
	}
	done(w, s.bringBack(taken, s.mock.Restore(taken.server)))
}

// reset brings back real time, too, and ends the sessions at the identity provider.
func (s *snapshots) reset(w http.ResponseWriter, _ *http.Request) {
	done(w, s.bringBack(snapshot{}, s.mock.Reset()))
}

// bringBack restores what stands beside the server, unless that failed.
func (s *snapshots) bringBack(taken snapshot, err error) error {
	if err != nil {
		return err
	}
	if s.clock != nil {
		s.clock.SetPosition(taken.clock)
	}
	if s.idp != nil {
		s.idp.Restore(taken.idp)
	}
	return nil
}

func done(w http.ResponseWriter, err error) {
	if err != nil {
		internalError(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
