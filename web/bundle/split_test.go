package bundle

import (
	"slices"
	"strings"
	"testing"
)

// parted is a module in which what logIn does is marked, and what waits is not.
const parted = `(module
 (import "spaSession" "part" (func $part.Here))
 (export "call" (func $called))
 (elem $0 (i32.const 1) $token$1 $refused$1 $refused$1$gowrapper)
 (func $called
  (call $token)
 )
 (func $token
  (drop
   (call $client.Client\29.rest)
  )
  (call $refused)
  (call $shared)
 )
 (func $client.Client\29.rest (result i32)
  (i32.const 0)
 )
 (func $token$1
  (call $shared)
 )
 (func $refused (param $0 i32)
  (call $part.Here)
  (call $reason (local.get $0))
  (call $shared)
 )
 (func $refused$1
  (call $part.Here)
  (call $reason)
 )
 (func $refused$1$gowrapper
  (call $refused$1)
 )
 (func $reason
  (call $sentence)
 )
 (func $sentence)
 (func $shared)
)
`

func TestTheRestIsWhatOnlyMarkedFunctionsCall(t *testing.T) {
	first, err := firstOf([]byte(parted))
	if want := []string{"called", "token", `client.Client\29.rest`, "token$1", "shared"}; err != nil || !slices.Equal(first, want) {
		t.Errorf("firstOf = %q, %v, want %q", first, err, want)
	}
}

// At run time such a call would be a crash, and only on a page that has not loaded the
// rest for another reason.
func TestNobodyCallsTheRestWhoHasNotAsked(t *testing.T) {
	for want, change := range map[string][2]string{
		"token$1 calls refused, which is in the rest":            {" (func $token$1\n", " (func $token$1\n  (call $refused)\n"},
		"called calls token, which is in the rest":               {" (func $token\n", " (func $token\n  (call $part.Here)\n"}, // it was inlined
		"refused is in the rest of the module, and a func value": {"i32.const 1) $token$1", "i32.const 1) $token$1 $refused"},
		"nobody asks for the rest":                               {"(call $client.Client\\29.rest)", "(call $shared)"},
		"were the marks of wasm/internal lost":                   {`"part"`, `"whole"`},
	} {
		first, err := firstOf([]byte(strings.Replace(parted, change[0], change[1], 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("firstOf = %q, %v, want %q", first, err, want)
		}
	}
}
