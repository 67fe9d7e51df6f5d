package config

import (
	"errors"
	"strings"
	"testing"
)

// wrongShapes are files that do not fit the types. The schema knows no anchors, no syntax and no lines.
var wrongShapes = []struct {
	file, want string
	yamlOnly   bool
}{
	{"isuer: http://localhost:4400/\n", `a.yaml:1:1: isuer: there is no such field (is it "issuer"?)`, false},
	{"ports:\n  storefront: many\n", "a.yaml:2:3: ports.storefront: it is no whole number", false},
	{"ports:\n  storefront: 4300.5\n", "a.yaml:2:3: ports.storefront: it is no whole number", false},
	{"ports: 4300\n", "a.yaml:1:1: ports: it has no fields and values", false},
	{"ports:\n  shop: 4300\n", "a.yaml:2:3: ports.shop: there is no such field: leave it out, or give one of: storefront, authorization_server, identity_provider", false},
	{"tls: 1\n", "a.yaml:1:1: tls: it is neither true nor false", false},
	{"sessions:\n  idle: 300\n", "a.yaml:2:3: sessions.idle: it has no unit: give one, as in 300s", false},
	{"sessions:\n  idle: soon\n", `a.yaml:2:3: sessions.idle: "soon" is no time`, false},
	{"sessions:\n  idle: [1]\n", "a.yaml:2:3: sessions.idle: it is no time", false},
	{"clients:\n  - client_id: a\n    callbacks: http://localhost/\n", "a.yaml:3:5: clients[0].callbacks: it is no list", false},
	{"clients:\n  - client_id: a\n    web_origins:\n      - http://localhost\n      - 7\n", "a.yaml:5:9: clients[0].web_origins[1]: it is no text", false},
	{"clients:\n  - client_id: a\n    web_orign: []\n", `a.yaml:3:5: clients[0].web_orign: there is no such field (is it "web_origins"?)`, false},
	{"users:\n", "a.yaml:1:1: users: it is empty", false},
	{"users:\n  - email: a@b.example\n    user_id: a\n    password: 1234\n", "a.yaml:4:5: users[0].password: it is no text: give text, in quotes", false},
	{"- issuer\n", "a.yaml: it has no fields and values", false},
	{"issuer\n", "a.yaml: it has no fields and values", false},
	{"clients: &c []\n", "a.yaml:1:1: clients: anchors", true},
	{"mfa: !!str always\n", "a.yaml:1:1: mfa: anchors, aliases and tags", true},
	{"users:\n  - email: a@b.example\n    user_id: a\n    app_metadata: {a: [*b]}\n", "anchors, aliases and tags", true},
	{"issuer: [\n", "a.yaml:1:9: no YAML: ", true},
	{"issuer: a\nissuer: b\n", "a.yaml:2:1: no YAML: ", true},
	{"tls: true\n---\ntls: false\n", "a.yaml: 2 documents", true},
	{"1: 2\n", "a field's name is no plain text", true},
	{"#" + strings.Repeat("x", maxFile), "longer than", true},
}

func TestWrongShapes(t *testing.T) {
	for _, tc := range wrongShapes {
		c := Default()
		if _, err := Read("a.yaml", []byte(tc.file), &c); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("error %v\nwant %s\nfor:\n%.200s", err, tc.want, tc.file)
		}
	}
}

// Each row fits the types and says what cannot be; a field that is not in the file is named without a line.
func TestWrongValues(t *testing.T) {
	const client = "clients:\n  - client_id: a\n    callbacks: ['http://localhost:3000/']\n"
	for _, tc := range []struct{ file, want string }{
		{"issuer: http://localhost:4400\n", `a.yaml:1:1: issuer: "http://localhost:4400" is not spelt as an issuer, an origin and perhaps a path with a trailing slash, as Auth0's is: give "http://localhost:4400/"`},
		{"issuer: https://as.example/\n", `a.yaml:1:1: issuer: "https://as.example/" is not loopback`},
		{"\npublic_url: https://as.example/\n", `a.yaml:2:1: public_url: "https://as.example/" is not loopback`},
		{"storefront_url: http://localhost:4300/\n", "a.yaml:1:1: storefront_url: "},
		{"identity_provider:\n  issuer: https://idp.example/\n", "a.yaml:2:3: identity_provider.issuer: "},
		{"identity_provider:\n  issuer: http://localhost:4500\n", "a.yaml:2:3: identity_provider.issuer: "},
		{"identity_provider:\n  users:\n    - {id: a, email: b, password: ''}\n", "a.yaml:3:7: identity_provider.users[0]: it needs ID, Email and Password"},
		{"control:\n  origins: ['http://localhost:4300/']\n", "a.yaml:2:13: control.origins[0]: "},
		{"ports: {storefront: 70000}\n", "a.yaml:1:9: ports.storefront: 70000 is no port"},
		{"ports: {storefront: 4400}\n", "a.yaml:1:1: ports.authorization_server: ports.storefront and ports.authorization_server are both 4400"},
		{"ca_out: ca.pem\n", "a.yaml:1:1: ca_out: there is no certificate authority without TLS"},
		{"log:\n  format: xml\n", `a.yaml:2:3: log.format: "xml" is none: give text or json`},
		{"id_token_lifetime: 1500ms\n", "a.yaml:1:1: id_token_lifetime: 1.5s is too short or no whole number of seconds"},
		{"sessions:\n  idle: 0s\n", "a.yaml:2:3: sessions.idle: 0s is too short"},
		{"plan: gold\n", `a.yaml:1:1: plan: "gold": give "self-service" or "enterprise"`},
		{"cookies: chewy\n", "a.yaml:1:1: cookies: "},
		{"mfa: never\n", "a.yaml:1:1: mfa: "},
		{"clients: []\n", "a.yaml:1:1: clients: it is empty"},
		{"clients:\n  - client_id: a\n", "a.yaml:2:5: clients[0].callbacks: it is empty"},
		{"clients:\n  - name: a\n", "a.yaml:2:5: clients[0].client_id: it is empty"},
		{client + "    web_origins: ['http://localhost:3000/']\n", `a.yaml:4:19: clients[0].web_origins[0]: "http://localhost:3000/" is no origin`},
		{client + "    allowed_logout_urls: ['/out']\n", "a.yaml:4:27: clients[0].allowed_logout_urls[0]: "},
		{client + "    id_token_signed_response_alg: none\n", "a.yaml:4:5: clients[0].id_token_signed_response_alg: "},
		{client + "    grant_types: [client_credentials]\n", "a.yaml:4:5: clients[0].grant_types: "},
		{"apis:\n  - audience: a\n  - audience: a\n", "a.yaml:3:5: apis[1].audience: "},
		{"users:\n  - {email: a@b.example, user_id: a}\n", "a.yaml:2:5: users[0]: it needs both Email and Password"},
		{"connections:\n  - {name: facebook, issuer: https://i.example/, client_id: a, client_secret: b}\n", "a.yaml:2:6: connections[0].name: "},
		{"connections:\n  - {name: okta, issuer: https://i.example, client_id: a, client_secret: b}\n", "connections[0].issuer: "},
	} {
		c := Default()
		file, err := Read("a.yaml", []byte(tc.file), &c)
		if err != nil {
			t.Fatalf("%v for:\n%s", err, tc.file)
		}
		if err := file.Explain(c.Validate()); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("error %v\nwant %s\nfor:\n%s", err, tc.want, tc.file)
		}
	}
	c := Default()
	c.Issuer = "nowhere"
	if err := (*File)(nil).Explain(c.Validate()); err == nil || !strings.HasPrefix(err.Error(), "issuer: ") {
		t.Errorf("without a file: %v", err)
	}
}

// A file with several mistakes is mended in one go.
func TestAllProblemsAtOnce(t *testing.T) {
	c := Default()
	_, err := Read("a.yaml", []byte("isuer: a\ntls: 1\nports: {a: 1, b: 2}\n"), &c)
	if err == nil || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("want four lines:\n%v", err)
	}
	c.Ports.Storefront, c.CAOut = -1, "ca.pem"
	var problem Problem
	if err := c.Validate(); strings.Count(err.Error(), "\n") != 1 || !errors.As(err, &problem) || problem.Field != "ports.storefront" {
		t.Errorf("want two lines:\n%v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, tc := range wrongShapes[:len(wrongShapes)-1] {
		f.Add([]byte(tc.file))
	}
	f.Add([]byte("issuer: http://localhost:4400/\nclients:\n  - client_id: a\n    callbacks: [http://localhost/]\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c := Default()
		file, err := Read("a.yaml", raw, &c)
		if err != nil {
			return
		}
		if file.Explain(c.Validate()) != nil {
			return
		}
		var out strings.Builder
		if err := c.Print(&out); err != nil {
			t.Fatal(err)
		}
		again := Config{}
		if _, err := Read("printed.yaml", []byte(out.String()), &again); err != nil {
			t.Errorf("what was printed is not read: %v\n%s", err, out.String())
		}
	})
}
