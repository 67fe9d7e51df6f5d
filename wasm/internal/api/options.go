package api

// Options are the options of createSessionClient, as dotted paths; an option
// that holds options stands before them. authorizationParams takes any further
// name, and metadata is not looked into.
func Options() []string {
	return []string{
		"domain",
		"issuer",
		"clientId",
		"authorizationParams",
		"authorizationParams.redirect_uri",
		"authorizationParams.scope",
		"authorizationParams.audience",
		"metadata",
		"useRefreshTokens",
		"cacheLocation",
		"cache",
		"useDpop",
		"silent",
		"silent.timeoutInSeconds",
		"silent.mode",
		"silent.redirectUri",
		"silent.fallback",
		"session",
		"session.idleTimeout",
		"session.warningTime",
		"session.absoluteTimeout",
		"session.extendOnActivity",
		"session.refreshExtendsSession",
		"session.onIdle",
		"session.onSessionEnd",
		"session.landingUrl",
		"session.guard",
		"modal",
		"modal.locale",
		"modal.strings",
		"modal.container",
		"modal.announceAt",
		"crossTab",
		"autoStart",
		"onRedirectCallback",
		"onBeforeRedirect",
		"now",
		"logger",
		"openUrl",
		"wasmUrl",
		"fallbackUrl",
	}
}

// LoaderStrings are the names in modal.strings that the loader uses: the bar after a
// crash, and what describeTimeout says, are not the module's.
func LoaderStrings() []string {
	return []string{"crashedBar", "fallbackLabel", "timeoutIdle", "timeoutFixed", "timeoutAbsolute", "timeoutLoss"}
}
