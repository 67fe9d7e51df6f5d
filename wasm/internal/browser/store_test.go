//go:build js

package browser

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

func TestStore(t *testing.T) {
	store := NewStore()
	for area, name := range map[client.Area]string{client.PerTab: "sessionStorage", client.PerSite: "localStorage"} {
		t.Run(name, func(t *testing.T) {
			const key = "test:key"
			t.Cleanup(func() { eval(t, name+".removeItem('test:key')") })
			if value, found, err := store.Get(area, key); value != "" || found || err != nil {
				t.Errorf("before: %q %v %v", value, found, err)
			}
			for _, value := range []string{"", "a value \x00 日本語"} {
				if err := store.Set(area, key, value); err != nil {
					t.Fatal(err)
				}
				if got, found, err := store.Get(area, key); got != value || !found || err != nil {
					t.Errorf("%q came back as %q %v %v", value, got, found, err)
				}
				if got := tree(t, eval(t, name+".getItem('test:key')")); got != value {
					t.Errorf("it is not in %s but %v", name, got)
				}
			}
			if err := store.Remove(area, key); err != nil {
				t.Fatal(err)
			}
			if _, found, _ := store.Get(area, key); found {
				t.Error("it is still there")
			}
		})
	}
}

func TestAStoreThatIsSwitchedOffGivesErrors(t *testing.T) {
	store := NewStore()
	for area, name := range map[client.Area]string{client.PerTab: "sessionStorage", client.PerSite: "localStorage"} {
		replace(t, name, "{get() { throw new DOMException('denied', 'SecurityError') }}")
		want := name + " cannot be used: SecurityError: denied"
		_, found, err := store.Get(area, "k")
		wantError(t, err, "browser: "+want)
		if found {
			t.Error("found something")
		}
		wantError(t, store.Set(area, "k", "v"), "browser: "+want)
		wantError(t, store.Remove(area, "k"), "browser: "+want)
	}
}

func TestAFullStoreGivesAnError(t *testing.T) {
	replace(t, "localStorage", "{value: {setItem() { throw new DOMException('full', 'QuotaExceededError') }}}")
	wantError(t, NewStore().Set(client.PerSite, "k", "v"), "browser: localStorage cannot be used: QuotaExceededError: full")
}
