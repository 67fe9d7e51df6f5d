package authserver

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
)

// maxParams bounds the parameters of one authorization, pushed or logout request, in bytes: they are kept while the user
// looks at a page, or until the request that was pushed is sent.
const maxParams = 8 << 10

// requestParams reads the parameters of an endpoint that takes them in the query of a GET or in the form of a POST
// (OIDC Core section 3.1.2.1).
func requestParams(r *http.Request) (url.Values, *refusal) {
	params, err := url.ParseQuery(r.URL.RawQuery)
	if r.Method == http.MethodPost {
		err = r.ParseForm()
		params = r.PostForm
	}
	if err != nil {
		return nil, refuse("invalid_request", "The parameters cannot be parsed").because("%v", err).
			mend("encode them as application/x-www-form-urlencoded")
	}
	return params, checkSize(params)
}

func checkSize(params url.Values) *refusal {
	size := 0
	for name, values := range params {
		for _, v := range values {
			size += len(name) + len(v)
		}
	}
	if size > maxParams {
		return refuse("invalid_request", "The parameters are longer than %d bytes", maxParams).
			mend("keep what the application must remember in its own storage, not in state")
	}
	return nil
}

// repeated returns the first parameter, by name, that came more than once. RFC 6749 section 3.1 forbids it: two
// parts of a system could each believe another one of the two values.
func repeated(params url.Values) (name string, found bool) {
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if len(params[name]) > 1 {
			return name, true
		}
	}
	return "", false
}

// one returns the value of a parameter that came exactly once, else "".
func one(params url.Values, name string) string {
	if len(params[name]) != 1 {
		return ""
	}
	return params[name][0]
}
