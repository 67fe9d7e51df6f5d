package conformance_test

import (
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// configModules are those of OIDCCConfigTestPlan.
var configModules = []module{{"oidcc-discovery-endpoint-verification", passed, "", discovery}}

func discovery(r *run) {
	if r.metadata["issuer"] != r.issuer {
		r.Errorf("issuer %v, want %s", r.metadata["issuer"], r.issuer)
	}
	for _, name := range []string{"authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint", "revocation_endpoint"} {
		if uri := r.endpoint(name); !strings.HasPrefix(uri, "https://") {
			r.Errorf("%s %s is not https", name, uri)
		}
	}
	for list, value := range map[string]string{
		"scopes_supported": "openid", "response_types_supported": "code", "grant_types_supported": "authorization_code",
		"id_token_signing_alg_values_supported": "RS256", "token_endpoint_auth_methods_supported": "client_secret_basic",
		"claims_supported": "sub", "subject_types_supported": "public",
	} {
		if !r.supports(list, value) {
			r.Errorf("%s is %v, want %s among them", list, r.metadata[list], value)
		}
	}
	for _, name := range []string{"claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported"} {
		if _, told := r.metadata[name].(bool); !told {
			r.Errorf("%s is %v", name, r.metadata[name])
		}
	}
	checkJWKS(r)
}

// checkJWKS: public signing keys alone, each with a kid of its own.
func checkJWKS(r *run) {
	req, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.endpoint("jwks_uri"), nil)
	if err != nil {
		r.Fatal(err)
	}
	_, body := r.do(req)
	var set jose.JSONWebKeySet
	r.decode(body, &set)
	kids := map[string]bool{}
	for _, key := range set.Keys {
		if !key.Valid() || !key.IsPublic() || key.Use != "sig" || key.KeyID == "" || kids[key.KeyID] {
			r.Errorf("the key %q (%s, use %q) does not do", key.KeyID, key.Algorithm, key.Use)
		}
		kids[key.KeyID] = true
	}
	if len(kids) == 0 {
		r.Error("the JWKS is empty")
	}
}
