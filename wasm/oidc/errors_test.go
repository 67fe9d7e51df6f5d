package oidc_test

import (
	"errors"
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

func TestErrorText(t *testing.T) {
	below := errors.New("connection reset")
	for want, err := range map[string]*oidc.Error{
		"login_required":                                  {Code: oidc.LoginRequired},
		"login_required (Login required)":                 {Code: oidc.LoginRequired, OAuth: "login_required", Description: "Login required"},
		"invalid_keys: no list":                           {Code: oidc.InvalidKeys, Message: "no list"},
		"token_error: answered 500 (x): connection reset": {Code: oidc.TokenError, Message: "answered 500", Description: "x", Err: below},
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if !errors.Is(&oidc.Error{Code: oidc.TokenError, Err: below}, below) {
		t.Error("Unwrap hides what lies below")
	}
}
