package authserver_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Each switch is in the documentation, by the name that it has in the file.
func TestSwitchesAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../CONFIGURATION.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []reflect.Type{reflect.TypeFor[authserver.Quirks](), reflect.TypeFor[authserver.Flags]()} {
		for i := range kind.NumField() {
			name, _, _ := strings.Cut(kind.Field(i).Tag.Get("yaml"), ",")
			if !strings.Contains(string(text), "| `"+name) {
				t.Errorf("CONFIGURATION.md does not tell of %s", name)
			}
		}
	}
}
