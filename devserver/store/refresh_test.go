package store

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"
)

func memoryAt(now *time.Time) *Memory { return NewMemory(func() time.Time { return *now }) }

// Of many that want to rotate one token, one sees it unrotated.
func TestRotateInARace(t *testing.T) {
	now := time.Unix(0, 0)
	m := memoryAt(&now)
	ctx := context.Background()
	if err := m.CreateRefreshFamily(ctx, RefreshFamily{ID: "f", Generation: 1}); err != nil {
		t.Fatal(err)
	}
	errLate := errors.New("late")
	var wg sync.WaitGroup
	wins := make(chan int, 50)
	for i := range 50 {
		wg.Go(func() {
			_, err := m.UpdateRefreshFamily(ctx, "f", func(f *RefreshFamily) error {
				if f.Generation != 1 {
					return errLate
				}
				f.Generation++
				return nil
			})
			switch {
			case err == nil:
				wins <- i
			case !errors.Is(err, errLate):
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(wins) != 1 {
		t.Errorf("%d winners, want 1", len(wins))
	}
}

func TestRefreshFamilyThatIsNot(t *testing.T) {
	now := time.Unix(0, 0)
	m := memoryAt(&now)
	ctx := context.Background()
	if _, err := m.UpdateRefreshFamily(ctx, "f", func(*RefreshFamily) error { return nil }); !errors.Is(err, ErrNotFound) {
		t.Errorf("update: %v", err)
	}
	if err := m.DeleteRefreshFamily(ctx, "f"); err != nil {
		t.Errorf("delete: %v", err)
	}
	if err := m.CreateRefreshFamily(ctx, RefreshFamily{ID: "f"}); err != nil {
		t.Fatal(err)
	}
	if err := m.CreateRefreshFamily(ctx, RefreshFamily{ID: "f"}); err == nil {
		t.Error("one id was given twice")
	}
}

func TestUseOnce(t *testing.T) {
	now := time.Unix(0, 0)
	m := memoryAt(&now)
	ctx := context.Background()
	for i, step := range []struct {
		at   int64
		want bool
	}{{0, true}, {0, false}, {9, false}, {10, true}, {19, false}} {
		now = time.Unix(step.at, 0)
		first, err := m.UseOnce(ctx, "v", now.Add(10*time.Second))
		if err != nil || first != step.want {
			t.Errorf("step %d: first %v, %v, want %v", i, first, err, step.want)
		}
	}
}

func TestPushedRequestIsConsumedOnce(t *testing.T) {
	now := time.Unix(0, 0)
	m := memoryAt(&now)
	ctx := context.Background()
	if err := m.CreatePushedRequest(ctx, PushedRequest{URI: "u", ClientID: "c"}); err != nil {
		t.Fatal(err)
	}
	if p, err := m.ConsumePushedRequest(ctx, "u"); err != nil || p.ClientID != "c" {
		t.Errorf("first: %+v, %v", p, err)
	}
	if _, err := m.ConsumePushedRequest(ctx, "u"); !errors.Is(err, ErrNotFound) {
		t.Errorf("second: %v", err)
	}
}

func TestConsentIsPerUserAndClient(t *testing.T) {
	now := time.Unix(0, 0)
	m := memoryAt(&now)
	ctx := context.Background()
	if err := m.SaveConsent(ctx, Consent{Sub: "a", ClientID: "b|c", Scopes: []string{"x"}}); err != nil {
		t.Fatal(err)
	}
	if c, err := m.Consent(ctx, "a", "b|c"); err != nil || len(c.Scopes) != 1 {
		t.Errorf("consent %+v, %v", c, err)
	}
	for _, key := range [][2]string{{"a|b", "c"}, {"a", "c"}, {"z", "b|c"}} {
		if _, err := m.Consent(ctx, key[0], key[1]); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v: %v", key, err)
		}
	}
}
