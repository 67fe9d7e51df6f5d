package authserver

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
)

// tokenParams reads a form, as the RFC has it, or a JSON object, as Auth0 takes it too. Parameters in the URL do
// not count: they would end up in logs.
func tokenParams(r *http.Request) (url.Values, *refusal) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		mediaType = ""
	}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return nil, unreadable(err)
		}
		if name, found := repeated(r.PostForm); found {
			return nil, refuse("invalid_request", "Duplicate parameter: %s", name).mend("send it once")
		}
		return r.PostForm, nil
	case "application/json":
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, unreadable(err)
		}
		var body map[string]any // of two equal names the last one counts, and nobody else reads this body
		if err := json.Unmarshal(raw, &body); err != nil {
			return nil, unreadable(err)
		}
		params := make(url.Values, len(body))
		for name, value := range body {
			text, ok := value.(string)
			if !ok {
				return nil, refuse("invalid_request", "Parameter %s must be a string", name).mend("quote its value")
			}
			params.Set(name, text)
		}
		return params, nil
	default:
		return nil, refuse("invalid_request", "Unsupported content type").because("Content-Type is %q", r.Header.Get("Content-Type")).
			mend("send application/x-www-form-urlencoded or application/json")
	}
}

func unreadable(err error) *refusal {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return refuse("invalid_request", "The body is longer than %d bytes", tooLarge.Limit).
			answer(http.StatusRequestEntityTooLarge).mend("send less")
	}
	return refuse("invalid_request", "The body cannot be parsed").because("it does not match its Content-Type").
		mend("encode it as its Content-Type says")
}
