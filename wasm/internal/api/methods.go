package api

// Kind is how a method answers.
type Kind uint8

// The kinds.
const (
	Promise Kind = iota // it gets a context, may wait, and settles a promise
	Sync                // it returns at once and cannot wait
	Loader              // it never reaches the module: it must work after a crash
)

// Method is one method of the client.
type Method struct {
	Name    string
	Kind    Kind
	Options []string // the fields of its options object, as dotted paths
}

// Methods are all methods of the client.
func Methods() []Method {
	return []Method{
		{"loginWithRedirect", Promise, []string{"appState", "authorizationParams", "fragment", "openUrl"}},
		{"loginWithPopup", Promise, []string{"authorizationParams"}},
		{"getTokenWithPopup", Promise, []string{"authorizationParams"}},
		{"handleRedirectCallback", Promise, nil},
		{"checkSession", Promise, []string{"sso"}},
		{"getTokenSilently", Promise, []string{
			"cacheMode", "timeoutInSeconds", "detailedResponse", "authorizationParams", "passive", "touch", "signal",
		}},
		{"getUser", Promise, nil},
		{"getIdTokenClaims", Promise, nil},
		{"isAuthenticated", Promise, nil},
		{"logout", Promise, []string{"clientId", "logoutParams", "logoutParams.returnTo", "logoutParams.federated", "openUrl"}},
		{"continueSession", Promise, nil},
		{"updateSession", Promise, []string{"idleTimeout", "warningTime", "absoluteTimeout"}},
		{"reportActivity", Sync, nil},
		{"holdActivity", Sync, []string{"seconds"}},
		{"describeTimeout", Promise, nil},
		{"revokeRefreshToken", Promise, []string{"audience"}},
		{"createFetcher", Loader, []string{"baseUrl", "fetch"}},
		{"getSnapshot", Loader, nil},
		{"subscribe", Loader, nil},
		{"on", Loader, nil},
		{"close", Sync, nil},
	}
}

// PopupConfig are the fields of the second argument of the two popup methods.
func PopupConfig() []string { return []string{"popup", "timeoutInSeconds", "closePopup"} }
