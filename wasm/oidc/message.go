package oidc

import "strings"

// Message is what a window received by postMessage.
type Message struct {
	Origin    string // as the browser reports it; a page cannot forge it
	FromFrame bool   // the source is the window of our own frame or popup
	Data      any    // own properties alone; nil if it is no plain object
}

// ParseMessage reads an authorization response of response_mode web_message
// (draft-sakimura-oauth-wmrm-01 section 4):
//
//	{"type": "authorization_response", "response": {"code": ..., "state": ...}}
//
// origin is that of the authorization endpoint, state what was sent. Any frame,
// extension or page can post messages, so one counts only if all of these hold:
// it comes from exactly that origin, and from our own window; it is of that
// type and shape; its state is ours, for errors too. Of any other ParseMessage
// says false and no more: to be ignored in silence, since an error here would
// let any page end a login.
func ParseMessage(m Message, origin, state string) (AuthorizationResponse, bool) {
	data, _ := m.Data.(map[string]any)
	kind, _ := data["type"].(string)
	parameters, _ := data["response"].(map[string]any)
	if !m.from(origin) || kind != "authorization_response" || parameters == nil {
		return AuthorizationResponse{}, false
	}
	response, err := readResponse(func(name string) (string, bool) {
		text, _ := parameters[name].(string) // what is not text is refused as empty
		return text, parameters[name] != nil
	})
	if err != nil || !SecretsEqual(response.State, state) {
		return AuthorizationResponse{}, false
	}
	return response, true
}

// ParseReturn reads an authorization response of response_mode query out of the
// address that a page of ours, in our own frame or popup, has posted: the
// server has sent the browser back there. origin is our own. What counts, and
// the silence about all else, is as with [ParseMessage].
func ParseReturn(m Message, origin, state string) (AuthorizationResponse, bool) {
	address, isText := m.Data.(string)
	if !m.from(origin) || !isText {
		return AuthorizationResponse{}, false
	}
	_, query, _ := strings.Cut(address, "?")
	query, _, _ = strings.Cut(query, "#")
	response, err := ParseCallback(query)
	if err != nil || !SecretsEqual(response.State, state) {
		return AuthorizationResponse{}, false
	}
	return response, true
}

// from tells whether our own window has posted m from exactly that origin.
// "null" is the origin of every sandboxed page.
func (m Message) from(origin string) bool {
	return m.Origin == origin && origin != "" && origin != "null" && m.FromFrame
}
