package authserver

// An OrderedFault is a Fault with what became of it.
type OrderedFault struct {
	Number  int // what Fail returned
	Fault   Fault
	Matched int // the requests so far that it was for
}

// Faults returns the faults that were ordered and not ended, oldest first, with those that have struck as often as they
// should.
func (s *Server) Faults() []OrderedFault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	list := make([]OrderedFault, len(s.faults.list))
	for i, f := range s.faults.list {
		list[i] = OrderedFault{Number: f.number, Fault: f.Fault, Matched: f.matched}
	}
	return list
}

// EndFault ends one fault. It tells whether there was one of this number.
func (s *Server) EndFault(number int) bool {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	for i, f := range s.faults.list {
		if f.number == number {
			s.faults.list = append(s.faults.list[:i:i], s.faults.list[i+1:]...)
			return true
		}
	}
	return false
}
