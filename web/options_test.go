package web_test

import (
	"strings"
	"testing"
)

// reads is a page that has what apps' options are read by as globalThis.o, and read,
// which gives what is made of good options with a change.
func reads(t *testing.T) *page {
	t.Helper()
	p := open(t, newSite(t))
	eval[any](t, p, `globalThis.o = await import('/src/options.js')
		globalThis.good = { domain: 'tenant.example', clientId: 'shop', session: { idleTimeout: 300 }, modal: false }
		globalThis.read = (change) => o.readClient({ ...good, ...change }, location.origin + '/lib/loader.js', { lang: 'en', dir: 'ltr' })
		globalThis.refusal = (act) => { try { return act(), 'taken' } catch (error) { return error instanceof o.WrongOption ? error.message : String(error) } }`)
	return p
}

func TestOptionsAndTheirDefaults(t *testing.T) {
	p := reads(t)
	for _, row := range []struct{ change, want string }{
		{`{}`, `["https://tenant.example/ shop","https://tenant.example/",true,"shop",` +
			`"ORIGIN","openid profile email","",[],null,10,"ORIGIN/lib/silent.html","ORIGIN/lib/popup.html","auto","redirect",` +
			`false,false,false,true,true,false,null,null,null,null,null,null,[300,60,0,true,"recheck","dialog","",false],false]`},
		{`{ domain: undefined, issuer: 'https://as.example/realm', session: false, useRefreshTokens: true }`,
			`["https://as.example/realm shop","https://as.example/realm",false,"shop",` +
				`"ORIGIN","openid profile email","",[],null,10,"ORIGIN/lib/silent.html","ORIGIN/lib/popup.html","auto","refresh",` +
				`true,false,false,true,true,false,null,null,null,null,null,null,false,false]`},
	} {
		is(t, p, `return JSON.stringify(read(`+row.change+`).list).replaceAll(location.origin, 'ORIGIN')`, row.want)
	}
	// Any other parameter goes to the server; numbers as auth0-spa-js takes them.
	is(t, p, `return read({ authorizationParams: { audience: 'api', ui_locales: 'fr', max_age: 60, organization: undefined } }).list.slice(6, 8).flat().join()`,
		"api,ui_locales,fr,max_age,60")
	is(t, p, `return read({ domain: 'http://localhost:4400/' }).list[1]`, "http://localhost:4400/")
	is(t, p, `return read({ modal: { strings: { continueLabel: 'Go on' } } }).list.at(-1).slice(1, 4).concat(read({ modal: {} }).list.at(-1)[6].continueLabel.other).join()`,
		"30,20,10,en,ltr,Continue")
}

func TestWrongOptionsAreRefusedByName(t *testing.T) {
	p := reads(t)
	for change, want := range map[string]string{
		`session: undefined`:                                    "session: got undefined, takes false, or {idleTimeout}",
		`session: null`:                                         "session: got null, takes an object",
		`session: { idleTimeout: -1 }`:                          "session.idleTimeout: got the number -1, takes whole seconds, not below 0",
		`session: { idleTimeout: NaN }`:                         "session.idleTimeout: got the number NaN, takes whole seconds",
		`session: { idleTimeout: Infinity }`:                    "session.idleTimeout: got the number Infinity, takes",
		`session: { idleTimeout: '300' }`:                       `session.idleTimeout: got the string "300", takes`,
		`session: { idleTimeout: 300, warningTime: NaN }`:       "session.warningTime: got the number NaN, takes",
		`session: { idleTimeout: 300, absoluteTimeout: 1e300 }`: "session.absoluteTimeout: got the number 1e+300, takes",
		`session: { idleTimeout: 300000000000 }`:                "session.idleTimeout: got the number 300000000000, takes",
		`session: { idelTimeout: 300 }`:                         "session.idelTimeout: got an unknown option, takes one of these names: idleTimeout, warningTime",
		`session: { idleTimeout: 300, onIdle: 'logout' }`:       `session.onIdle: got the string "logout", takes one of recheck, recheckOnFocus`,
		`session: { idleTimeout: 300, landingUrl: '//[' }`:      `session.landingUrl: got the string "//[", takes a URL`,
		`sesion: false`:                                         "sesion: got an unknown option, takes one of these names: domain",
		`constructor: 1`:                                        "constructor: got an unknown option",
		`crossTab: 1`:                                           "crossTab: got the number 1, takes true or false",
		`clientId: 7`:                                           "clientId: got the number 7, takes a string",
		`issuer: 'https://tenant.example/'`:                     `domain: got the string "tenant.example", takes nothing where issuer is given`,
		`silent: { timeoutInSeconds: 0.5 }`:                     "silent.timeoutInSeconds: got the number 0.5, takes whole seconds",
		`silent: { mode: 'fragment' }`:                          "silent.mode: got",
		`silent: { fallback: 'frame' }`:                         "silent.fallback: got",
		`silent: []`:                                            "silent: got an array, takes an object",
		`modal: { locale: 7 }`:                                  "modal.locale: got the number 7, takes a string",
		`modal: { lang: 'fr' }`:                                 "modal.lang: got an unknown option",
		`modal: { announceAt: [30, 0] }`:                        "modal.announceAt: got an array, takes a list of whole seconds above 0",
		`modal: true`:                                           "modal: got true, takes an object",
		`onBeforeRedirect: 'save'`:                              `onBeforeRedirect: got the string "save", takes a function`,
		`authorizationParams: { scope: true }`:                  "authorizationParams.scope: got true, takes a string",
		`authorizationParams: { display: [] }`:                  "authorizationParams.display: got an array, takes a string",
		`authorizationParams: { get audience() { throw 1 } }`:   "authorizationParams.audience: got an exception, takes a value that can be read",
		`cache: { get() {} }`:                                   "cache: got an object, takes an object with functions get",
		`cache: null`:                                           "cache: got null, takes an object with functions get",
		`cache: ''`:                                             `cache: got the string "", takes an object with functions get`,
		`cacheLocation: 'localstorage', cache: new (class { map = 1; get() {} set() {} remove() {} })()`: `cacheLocation: got the string "localstorage", takes nothing where cache is given`,
		`silent: { get mod() { throw 1 } }`:               "silent.mod: got an exception, takes a value that can be read",
		`modal: { announceAt: [, 30] }`:                   "modal.announceAt: got an array, takes a list",
		`cacheLocation: 'sessionstorage'`:                 "cacheLocation: got",
		`cacheLocation: 'localstorage', cache: new Map()`: "cache: got an object, takes an object with",
		`domain: 'x'.repeat(50), issuer: 'y'`:             `domain: got the string "` + strings.Repeat("x", 40) + `..."`,
	} {
		got := eval[string](t, p, `return refusal(() => read({ `+change+` }))`)
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", change, got, want)
		}
	}
}

func TestTextsOfTheAppAreRefusedByName(t *testing.T) {
	p := reads(t)
	for texts, want := range map[string]string{
		`'de'`:                              `modal.strings: got the string "de", takes an object of texts`,
		`{ nonsense: 'x' }`:                 `modal.strings.nonsense: got the string "x", takes one of these names: warningTitle`,
		`{ toString: 'x' }`:                 `modal.strings.toString: got`,
		`{ idleBody: '' }`:                  `modal.strings.idleBody.other: got the string "", takes a text`,
		`{ idleBody: 7 }`:                   `modal.strings.idleBody.other: got the number 7, takes a text`,
		`{ idleBody: { one: 'x' } }`:        `modal.strings.idleBody: got an object, takes a text, or plural forms with "other"`,
		`{ idleBody: { other: 'x', a: 1 }}`: `modal.strings.idleBody.a: got the number 1, takes plural categories: zero, one`,
		`{ crashedBar: 7, idleBody: undefined, continueLabel: 'Go on', secondsLeft: { one: 'A second', other: '{n} s' } }`: "taken",
	} {
		got := eval[string](t, p, `return refusal(() => read({ modal: { strings: `+texts+` } }))`)
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", texts, got, want)
		}
	}
	is(t, p, `const { texts } = { texts: read({ modal: { strings: { continueLabel: 'Go on', secondsLeft: { one: 'A second', other: '{n} s' } } } }).list.at(-1)[6] }
		return [texts.continueLabel.other, texts.secondsLeft.one, texts.secondsLeft.other, texts.logOutLabel.other].join('|')`,
		"Go on|A second|{n} s|Log out")
}

func TestPlainOptionsAreComparedByName(t *testing.T) {
	p := reads(t)
	for change, want := range map[string]string{
		``:                                   "",
		`session: { idleTimeout: 301 }`:      "session.idleTimeout",
		`session: false`:                     "session",
		`modal: {}`:                          "modal",
		`autoStart: false`:                   "autoStart",
		`crossTab: false`:                    "crossTab",
		`silent: { redirectUri: '/x.html' }`: "silent.redirectUri",
		`silent: { fallback: 'popup' }`:      "silent.fallback",
		`authorizationParams: { ui_locales: 'fr' }`:         "authorizationParams",
		`authorizationParams: { scope: 'openid' }`:          "authorizationParams.scope",
		`wasmUrl: '/a.wasm', fallbackUrl: '/'`:              "",
		`session: { idleTimeout: 300, guard: 'main' }`:      "",
		`now: () => 1, logger: console, metadata: { a: 1 }`: "",
		`domain: 'https://tenant.example'`:                  "",
	} {
		is(t, p, `return o.clash(read({}).plain, read({ `+change+` }).plain).split(':')[0]`, want)
	}
}

func TestWhatMethodsAreGiven(t *testing.T) {
	p := reads(t)
	for call, want := range map[string]string{
		`loginWithRedirect()`: `["","","",[],"",null,"",""]`,
		`loginWithRedirect({ appState: { returnTo: '/a', n: 1 }, authorizationParams: { screen_hint: 'signup' }, fragment: 'x' })`: `["","","",["screen_hint","signup"],"x",null,"{\"returnTo\":\"/a\",\"n\":1}","/a"]`,
		`loginWithRedirect({ appState: null })`: `["","","",[],"",null,"null",""]`,
		`loginWithPopup({ authorizationParams: { scope: 's' } }, { timeoutInSeconds: 5, closePopup: false })`: `[null,"","s","",[],5,true]`,
		`handleRedirectCallback().map((url) => url === location.href)`:                                        `[true]`,
		`checkSession({ sso: true })`: `[true]`,
		`getTokenSilently()`:          `["","","",[],"on",0,false,false,false,false,null]`,
		`getTokenSilently({ cacheMode: 'off', passive: false, detailedResponse: true, timeoutInSeconds: 3 })`: `["","","",[],"off",3,true,false,false,true,null]`,
		`getTokenSilently({ passive: true })`: `["","","",[],"on",0,false,true,false,false,null]`,
		`logout()`:                            `["",false,[],false,"",false,null]`,
		`logout({ clientId: null, openUrl: false, logoutParams: { returnTo: '/', federated: true, x: 'y' } })`: `["/",true,["x","y"],true,"",true,null]`,
		`updateSession({ warningTime: 30 })`:      `[-1,30,-1]`,
		`revokeRefreshToken({ audience: 'api' })`: `["api"]`,
		`holdActivity('call')`:                    `["call",300]`,
	} {
		is(t, p, `return JSON.stringify(o.methods.`+call+`)`, want)
	}
	for call, want := range map[string]string{
		`loginWithRedirect({ appState: 1n })`:              "appState: got a bigint (TypeError: ",
		`loginWithRedirect({ appState: () => 1 })`:         "appState: got a function, takes what JSON carries",
		`loginWithRedirect({ appState: { toJSON() {} } })`: "appState: got an object, takes what JSON carries",
		`loginWithRedirect({ appstate: 1 })`:               "appstate: got an unknown option, takes one of these names: appState",
		`loginWithRedirect('/a')`:                          `options: got the string "/a", takes an object`,
		`loginWithPopup({}, { popUp: 1 })`:                 "popUp: got an unknown option",
		`handleRedirectCallback(7)`:                        "url: got the number 7, takes a string",
		`getTokenSilently({ signal: {} })`:                 "signal: got an object, takes an AbortSignal",
		`getTokenSilently({ cacheMode: 'none' })`:          "cacheMode: got",
		`logout({ clientId: 7 })`:                          "clientId: got the number 7",
		`logout({ openUrl: true })`:                        "openUrl: got true, takes a function",
		`updateSession({ idleTimeout: -1 })`:               "idleTimeout: got the number -1",
		`holdActivity('call', { seconds: 0 })`:             "seconds: got the number 0, takes whole seconds from 1 to 3600",
		`holdActivity('call', { seconds: 3601 })`:          "seconds: got the number 3601",
		`holdActivity('call', { seconds: NaN })`:           "seconds: got the number NaN",
		`holdActivity('call', { minutes: 1 })`:             "minutes: got an unknown option",
	} {
		if got := eval[string](t, p, `return refusal(() => o.methods.`+call+`)`); !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", call, got, want)
		}
	}
}
