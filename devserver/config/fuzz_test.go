package config

import (
	"reflect"
	"strings"
	"testing"
)

// FuzzConfig: a file is refused as a whole, with its name, or read; what is valid is printed and read as the same.
func FuzzConfig(f *testing.F) {
	for _, tc := range wrongShapes {
		f.Add(tc.file)
	}
	for _, seed := range []string{
		"", "# nothing\n", "sessions: {idle: 60s, absolute: 1h}\n", "users:\n  - {email: a@b.example, password: p, user_id: auth0|a}\n",
		"clients:\n  - client_id: a\n    callbacks: [\"${storefront}/a\"]\n", "a: &a [*a]\n", "? {a: b}\n: c\n", "- \xff\n", "x: !!binary aGk=\n",
		"ports: {authorization_server: 99999999999999999999}\n", "---\n---\n", "users:\n\t- x\n", "sessions: {idle: 1e309s}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		c := Default()
		if _, err := Read("a.yaml", []byte(file), &c); err != nil {
			if !strings.HasPrefix(err.Error(), "a.yaml:") {
				t.Errorf("the error does not name the file: %v", err)
			}
			if !reflect.DeepEqual(c, Default()) {
				t.Errorf("refused by %v, and changed all the same", err)
			}
			return
		}
		if c.Validate() != nil {
			return
		}
		var out strings.Builder
		if err := c.Print(&out); err != nil {
			t.Fatal(err)
		}
		again := Default()
		if _, err := Read("printed.yaml", []byte(out.String()), &again); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("printed as\n%s\nand read as another: %v", out.String(), err)
		}
	})
}
