package oidc_test

import (
	"testing"

	"github.com/spa-session/spa-session/wasm/oidc"
)

const (
	messageOrigin = "https://as.example"
	messageState  = "af0ifjsldkj"

	goodMessage  = `{"type": "authorization_response", "response": {"code": "SplxlOBeZQQYbYS6WxSbIA", "state": "af0ifjsldkj"}}`
	errorMessage = `{"type": "authorization_response", "response": {"error": "login_required",
		"error_description": "Login required", "state": "af0ifjsldkj"}}`
)

func TestParseMessage(t *testing.T) {
	message := oidc.Message{Origin: messageOrigin, FromFrame: true, Data: tree(t, goodMessage)}
	got, ours := oidc.ParseMessage(message, messageOrigin, messageState)
	if want := (oidc.AuthorizationResponse{Code: "SplxlOBeZQQYbYS6WxSbIA", State: messageState}); !ours || got != want {
		t.Errorf("got %+v (%t), want %+v", got, ours, want)
	}

	message.Data = tree(t, errorMessage)
	got, ours = oidc.ParseMessage(message, messageOrigin, messageState)
	if !ours || got.Code != "" || got.Error == nil {
		t.Fatalf("got %+v (%t), want an error response", got, ours)
	}
	want := oidc.Error{Code: oidc.LoginRequired, OAuth: "login_required", Description: "Login required"}
	if *got.Error != want {
		t.Errorf("got %+v, want %+v", *got.Error, want)
	}
}

// Each row is one deviation from a message that counts, of a code and, where
// that makes sense, of an error: a forged error could end a session.
func TestParseMessageSender(t *testing.T) {
	for _, test := range []struct {
		name     string
		origin   string
		frame    bool
		expected string
		want     bool
	}{
		{"good", messageOrigin, true, messageOrigin, true},
		{"another origin", "https://evil.example", true, messageOrigin, false},
		{"origin that begins alike", messageOrigin + ".evil.example", true, messageOrigin, false},
		{"origin with a slash", messageOrigin + "/", true, messageOrigin, false},
		{"origin with a port", messageOrigin + ":8443", true, messageOrigin, false},
		{"origin of another scheme", "http://as.example", true, messageOrigin, false},
		{"origin of a subdomain", "https://x.as.example", true, messageOrigin, false},
		{"no origin", "", true, messageOrigin, false},
		{"right origin, another window", messageOrigin, false, messageOrigin, false},
		{"opaque origins are not equal", "null", true, "null", false},
		{"no origin expected", "", true, "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, data := range []string{goodMessage, errorMessage} {
				message := oidc.Message{Origin: test.origin, FromFrame: test.frame, Data: tree(t, data)}
				got, ours := oidc.ParseMessage(message, test.expected, messageState)
				if ours != test.want {
					t.Errorf("counts: %t, want %t, for %s", ours, test.want, data)
				}
				if !ours && got != (oidc.AuthorizationResponse{}) {
					t.Errorf("ignored, yet returned %+v", got)
				}
			}
		})
	}
}

func TestParseMessageShape(t *testing.T) {
	for _, test := range []struct {
		name, good, deviation string
		want                  bool
	}{
		{"iss", goodMessage, `{"response": {"iss": "https://as.example"}}`, true},
		{"unknown members", goodMessage, `{"id": 1, "response": {"session_state": {"a": 1}}}`, true},
		{"description not text", errorMessage, `{"response": {"error_description": 5}}`, true},

		{"type missing", goodMessage, `{"type": null}`, false},
		{"type of another protocol", goodMessage, `{"type": "relay_request"}`, false},
		{"type in capitals", goodMessage, `{"type": "Authorization_Response"}`, false},
		{"type not text", goodMessage, `{"type": ["authorization_response"]}`, false},
		{"type an object", goodMessage, `{"type": {"authorization_response": true}}`, false},
		{"response missing", goodMessage, `{"response": null}`, false},
		{"response text", goodMessage, `{"response": "code=c&state=af0ifjsldkj"}`, false},
		{"response a list", goodMessage, `{"response": [{"code": "c", "state": "af0ifjsldkj"}]}`, false},
		{"state missing", goodMessage, `{"response": {"state": null}}`, false},
		{"state empty", goodMessage, `{"response": {"state": ""}}`, false},
		{"state of another request", goodMessage, `{"response": {"state": "af0ifjsldkk"}}`, false},
		{"state longer", goodMessage, `{"response": {"state": "af0ifjsldkj "}}`, false},
		{"state a list", goodMessage, `{"response": {"state": ["af0ifjsldkj"]}}`, false},
		{"code missing", goodMessage, `{"response": {"code": null}}`, false},
		{"code empty", goodMessage, `{"response": {"code": ""}}`, false},
		{"code a number", goodMessage, `{"response": {"code": 5}}`, false},
		{"code and error", goodMessage, `{"response": {"error": "login_required"}}`, false},
		{"iss empty", goodMessage, `{"response": {"iss": ""}}`, false},
		{"iss not text", goodMessage, `{"response": {"iss": true}}`, false},
		{"error with another state", errorMessage, `{"response": {"state": "af0ifjsldkk"}}`, false},
		{"error without state", errorMessage, `{"response": {"state": null}}`, false},
		{"error empty", errorMessage, `{"response": {"error": ""}}`, false},
		{"error a number", errorMessage, `{"response": {"error": 404}}`, false},
		{"error and code", errorMessage, `{"response": {"code": "c"}}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			message := oidc.Message{Origin: messageOrigin, FromFrame: true, Data: object(t, test.good, test.deviation)}
			if _, ours := oidc.ParseMessage(message, messageOrigin, messageState); ours != test.want {
				t.Errorf("counts: %t, want %t", ours, test.want)
			}
		})
	}
}

func TestParseMessageIgnoresOtherData(t *testing.T) {
	for _, data := range []any{nil, "authorization_response", 5.0, true, []any{}, map[string]any{}} {
		if _, ours := oidc.ParseMessage(oidc.Message{Origin: messageOrigin, FromFrame: true, Data: data}, messageOrigin, messageState); ours {
			t.Errorf("%v counts", data)
		}
	}
}

// Servers post members that have no value; JavaScript's undefined is no value.
func TestParseMessageWithEmptyMembers(t *testing.T) {
	message := oidc.Message{Origin: messageOrigin, FromFrame: true, Data: tree(t, `{"type": "authorization_response", "response":
		{"code": "c", "state": "af0ifjsldkj", "error": null, "error_description": null, "iss": null}}`)}
	if got, ours := oidc.ParseMessage(message, messageOrigin, messageState); !ours || got.Code != "c" {
		t.Errorf("got %+v (%t)", got, ours)
	}
}

func TestParseMessageWithoutStateSent(t *testing.T) {
	message := oidc.Message{Origin: messageOrigin, FromFrame: true,
		Data: object(t, goodMessage, `{"response": {"state": ""}}`)}
	if _, ours := oidc.ParseMessage(message, messageOrigin, ""); ours {
		t.Error("a message counts though no state was sent")
	}
}
