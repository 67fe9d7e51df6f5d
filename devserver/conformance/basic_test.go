package conformance_test

const (
	staticClient   = "asks for dynamic registration, which the mock does not have"
	readsThePage   = "the suite wants a screenshot of the page"
	notInDiscovery = "the scope is not in scopes_supported"
)

// basicModules are those of OIDCCBasicTestPlan, in its order.
var basicModules = []module{
	{"oidcc-server", passed, "", server},
	{"oidcc-response-type-missing", passed, "", responseTypeMissing},
	{"oidcc-idtoken-signature", passed, "", idTokenSignature},
	{"oidcc-idtoken-unsigned", skipped, staticClient + "; alg none is never signed with", idTokenUnsigned},
	{"oidcc-userinfo-get", passed, "", userinfoGet},
	{"oidcc-userinfo-post-header", passed, "", userinfoPostHeader},
	{"oidcc-userinfo-post-body", warning, "an access token in a body is refused (RFC 6750 section 2.2 makes it optional)", userinfoPostBody},
	{"oidcc-ensure-request-without-nonce-succeeds-for-code-flow", passed, "", withoutNonce},
	{"oidcc-scope-profile", warning, "users have fewer than the 14 claims of the scope", scopeProfile},
	{"oidcc-scope-email", warning, "the claims are in the ID token, too, as at Auth0", scopeEmail},
	{"oidcc-scope-address", skipped, notInDiscovery, scopeUnknown("address")},
	{"oidcc-scope-phone", skipped, notInDiscovery, scopeUnknown("phone")},
	{"oidcc-scope-all", skipped, "not every scope is in scopes_supported", scopeAll},
	{"oidcc-alternate-happy-flow", passed, "", alternateHappyFlow},
	{"oidcc-display-page", passed, "", with("display", "page")},
	{"oidcc-display-popup", passed, "", with("display", "popup")},
	{"oidcc-prompt-login", review, readsThePage, promptLogin},
	{"oidcc-prompt-none-not-logged-in", passed, "", promptNoneNotLoggedIn},
	{"oidcc-prompt-none-logged-in", passed, "", promptNoneLoggedIn},
	{"oidcc-max-age-1", review, readsThePage, maxAge1},
	{"oidcc-max-age-10000", passed, "", maxAge10000},
	{"oidcc-ensure-request-with-unknown-parameter-succeeds", passed, "", with("extra", "foobar")},
	{"oidcc-id-token-hint", passed, "", idTokenHint},
	{"oidcc-login-hint", passed, "", loginHint},
	{"oidcc-ui-locales", passed, "", with("ui_locales", "se")},
	{"oidcc-claims-locales", passed, "", with("claims_locales", "se")},
	{"oidcc-ensure-request-with-acr-values-succeeds", warning, "acr is a SHOULD, and comes of the second factor alone, as at Auth0", acrValues},
	{"oidcc-codereuse", passed, "", codeReuse},
	{"oidcc-codereuse-30seconds", warning, "the access token of a code that comes back stays good: refresh tokens are revoked", codeReuse30Seconds},
	{"oidcc-ensure-registered-redirect-uri", review, readsThePage, registeredRedirectURI},
	{"oidcc-ensure-post-request-succeeds", passed, "", postRequest},
	{"oidcc-server-client-secret-post", passed, "", clientSecretPost},
	{"oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported", passed, "", requestURI},
	{"oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported", passed, "", requestObject},
	{"oidcc-claims-essential", warning, "claims_parameter_supported is false", claimsEssential},
	{"oidcc-ensure-request-object-with-redirect-uri", skipped, "request objects are refused by their name", requestObjectWithRedirectURI},
	{"oidcc-refresh-token", passed, "", refreshToken},
	{"oidcc-ensure-request-with-valid-pkce-succeeds", passed, "", validPKCE},
}

// with is a login with one parameter more, which must not get in its way.
func with(pairs ...string) func(*run) {
	return func(r *run) { r.happy(pairs...) }
}
