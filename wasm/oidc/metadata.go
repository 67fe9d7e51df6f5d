package oidc

import (
	"slices"
	"strings"
)

// Metadata is what a client needs to know of an authorization server
// (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). Endpoints are
// absolute URLs without fragment; optional ones are "" if not announced.
type Metadata struct {
	Issuer                string
	AuthorizationEndpoint string
	TokenEndpoint         string
	JWKSURI               string
	EndSessionEndpoint    string // optional (RP-Initiated Logout 1.0 section 2.1)
	UserinfoEndpoint      string // optional
	RevocationEndpoint    string // optional (RFC 7009)
	// PushEndpoint takes authorization requests beforehand (RFC 9126 section 5);
	// "" unless the server requires that.
	PushEndpoint string
	// ResponseModes is nil if not announced. Auth0 does web_message without
	// announcing it.
	ResponseModes []string
	// SigningAlgs are the ID-token algorithms that the server announces, also
	// those that are refused here. Nil if not announced.
	SigningAlgs []string
	// IssParameterSupported: an authorization response without iss is forged
	// (RFC 9207 section 2.4).
	IssParameterSupported bool
}

// DiscoveryURL is where the metadata of issuer is published (Discovery 1.0
// section 4.1: a trailing slash of the issuer is not doubled).
func DiscoveryURL(issuer string) string {
	return strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
}

// ParseMetadata checks a discovery document. Its issuer must equal the given
// one character by character, trailing slash included (Discovery 1.0 section
// 4.3, RFC 8414 section 3.3): a document that speaks for somebody else would
// send the user's login to them. Every endpoint must be https, or http on
// loopback. parseURL parses an absolute URL and fails on any other. The error
// is an [*Error] of InvalidMetadata that names the field.
func ParseMetadata(issuer string, document any, parseURL func(string) (URL, error)) (Metadata, error) {
	fields, ok := document.(map[string]any)
	if !ok {
		return Metadata{}, refuse(InvalidMetadata, "the discovery document is not a JSON object")
	}
	d := discovery{fields: fields, parseURL: parseURL}
	metadata := Metadata{
		Issuer:                d.issuer(issuer),
		AuthorizationEndpoint: d.required("authorization_endpoint"),
		TokenEndpoint:         d.required("token_endpoint"),
		JWKSURI:               d.required("jwks_uri"),
		EndSessionEndpoint:    d.endpoint("end_session_endpoint"),
		UserinfoEndpoint:      d.endpoint("userinfo_endpoint"),
		RevocationEndpoint:    d.endpoint("revocation_endpoint"),
		ResponseModes:         d.list("response_modes_supported"),
		SigningAlgs:           d.list("id_token_signing_alg_values_supported"),
		IssParameterSupported: d.flag("authorization_response_iss_parameter_supported"),
	}
	if d.flag("require_pushed_authorization_requests") {
		metadata.PushEndpoint = d.required("pushed_authorization_request_endpoint")
	}
	d.supports("response_types_supported", "code")
	d.supports("code_challenge_methods_supported", "S256")
	d.supports("id_token_signing_alg_values_supported", algorithms...)
	if d.err != nil {
		return Metadata{}, d.err
	}
	return metadata, nil
}

// discovery reads fields and keeps the first error, so that ParseMetadata can
// be read as a list.
type discovery struct {
	fields   map[string]any
	parseURL func(string) (URL, error)
	err      error
}

func (d *discovery) fail(field, problem string) {
	if d.err == nil {
		d.err = refuse(InvalidMetadata, field+" "+problem)
	}
}

func (d *discovery) text(field string) string {
	text, ok := member(d.fields, field)
	if !ok {
		d.fail(field, "is not a string")
	}
	return text
}

// issuer must be a URL without query and fragment (RFC 8414 section 2).
func (d *discovery) issuer(expected string) string {
	got := d.text("issuer")
	if got != expected {
		d.fail("issuer", "is "+quoted(got)+", expected "+quoted(expected)+
			": configure the issuer exactly as the server writes it, trailing slash included")
	}
	if strings.Contains(expected, "?") {
		d.fail("issuer", "has a query")
	}
	d.url("issuer", expected)
	return expected
}

func (d *discovery) required(field string) string {
	if d.fields[field] == nil {
		d.fail(field, "is missing")
	}
	return d.endpoint(field)
}

// endpoint is the normalised URL: what was checked is what will be used.
func (d *discovery) endpoint(field string) string {
	if d.fields[field] == nil {
		return ""
	}
	return d.url(field, d.text(field))
}

func (d *discovery) url(field, text string) string {
	url, err := d.parseURL(text)
	switch {
	case err != nil:
		d.fail(field, "is not an absolute URL: "+quoted(text))
	case !url.Secure():
		d.fail(field, "must be https, or http on loopback: "+quoted(text))
	case strings.Contains(text, "#"):
		d.fail(field, "has a fragment: "+quoted(text))
	}
	return url.Href
}

func (d *discovery) list(field string) []string {
	value := d.fields[field]
	all, ok := texts(value)
	if value != nil && !ok {
		d.fail(field, "is not a list of strings")
	}
	return all
}

func (d *discovery) flag(field string) bool {
	value := d.fields[field]
	flag, ok := value.(bool)
	if value != nil && !ok {
		d.fail(field, "is not true or false")
	}
	return flag
}

// supports refuses a server that announces a list without any of wanted. One
// that announces no list is asked at the first login.
func (d *discovery) supports(field string, wanted ...string) {
	if d.fields[field] == nil {
		return
	}
	announced := d.list(field)
	for _, one := range wanted {
		if slices.Contains(announced, one) {
			return
		}
	}
	d.fail(field, "lists none of: "+strings.Join(wanted, " "))
}
