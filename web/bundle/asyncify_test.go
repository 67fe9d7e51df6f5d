package bundle

import (
	"slices"
	"testing"
)

const textFormat = `(module
 (import "spaSession" "operate" (func $jsx.operate (param i32) (result i32)))
 (import "spaSession" "wait" (func $wait.Here))
 (func $\28*client.Client\29.fetch (param $0 i32)
  (call $wait.Here)
  (call $wait.Here)
  (call_indirect (type $0)
   (local.get $0)
  )
 )
 (func $look\5bint\2cbool\5d
  (call $wait.Hereafter)
  (drop
   (call $jsx.operate)
  )
 )
 (func $plain
  (block
   (call $wait.Here)
  )
 )
)
`

func TestWhatMayWaitIsFound(t *testing.T) {
	names, err := callers([]byte(textFormat))
	if want := []string{`\28*client.Client\29.fetch`, "plain"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("callersOf = %q, %v, want %q", names, err, want)
	}
}

// A module in which nothing may wait is one whose marks were lost: it would go
// wrong at the first request.
func TestAModuleWithoutMarksIsRefused(t *testing.T) {
	for _, text := range []string{"", "(module\n (func $a\n  (call $wait.Here)\n )\n)\n"} {
		if names, err := callers([]byte(text)); err == nil {
			t.Errorf("callersOf(%q) = %q", text, names)
		}
	}
}

func callers(text []byte) ([]string, error) {
	g, err := readCallGraph(text)
	if err != nil {
		return nil, err
	}
	return g.callersOf(waitImport, text)
}
