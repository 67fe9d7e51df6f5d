package store

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"runtime"
	"testing"
	"time"
)

// name is as long as an id that the authorization server makes of so many random bytes.
func name(length, i int) string {
	b := make([]byte, length)
	binary.BigEndian.PutUint64(b, uint64(i))
	return base64.RawURLEncoding.EncodeToString(b)
}

// filled holds n sessions of as many users.
func filled(b *testing.B, n int) *Memory {
	b.Helper()
	m := NewMemoryWithin(Limits{Records: n, Requests: 2048}, func() time.Time { return start })
	for i := range n {
		device := Device{UserAgent: fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.%d.0 Safari/537.36", i), IP: "127.0.0.1"}
		err := m.CreateSession(context.Background(), Session{
			ID: name(32, i), SID: name(18, i), Sub: fmt.Sprint("auth0|", i), Clients: []string{"storezero"},
			Created: start, AuthenticatedAt: start, LastInteraction: start.Add(time.Duration(i) * time.Microsecond),
			Idle: 5 * time.Minute, Absolute: 12 * time.Hour, Persistent: true,
			InitialDevice: device, LastDevice: device,
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return m
}

// BenchmarkSessionMemory tells the bytes of one session among a million, indexes included, and fails above 1 KB.
func BenchmarkSessionMemory(b *testing.B) {
	const n, most = 1_000_000, 1000
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		m := filled(b, n)
		runtime.GC()
		runtime.ReadMemStats(&after)
		each := float64(after.HeapAlloc-before.HeapAlloc) / n
		b.ReportMetric(each, "B/session")
		if each > most {
			b.Errorf("a session takes %.0f bytes, want %d at most", each, most)
		}
		runtime.KeepAlive(m)
	}
}

// BenchmarkSessionTouch: what a touch costs hardly depends on how many sessions there are.
func BenchmarkSessionTouch(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint("sessions=", n), func(b *testing.B) {
			m, i := filled(b, n), 0
			for b.Loop() {
				i = (i + 7919) % n // a prime: the sessions come in no order of the queue
				if _, err := m.UpdateSession(context.Background(), name(32, i), func(s *Session) error {
					s.LastInteraction = s.LastInteraction.Add(time.Second)
					return nil
				}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkSessionEviction adds a session to a full store, which drops another one.
func BenchmarkSessionEviction(b *testing.B) {
	for _, n := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint("sessions=", n), func(b *testing.B) {
			m, i := filled(b, n), n
			for b.Loop() {
				i++
				s := Session{ID: name(32, i), SID: name(18, i), Sub: "auth0|ada", AuthenticatedAt: start, LastInteraction: start.Add(time.Duration(i) * time.Microsecond), Idle: time.Hour, Absolute: time.Hour}
				if err := m.CreateSession(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
