package api_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/api"
)

func TestMethodsAreDeclared(t *testing.T) {
	d := declared(t)
	kinds := map[string]api.Kind{}
	var want []string
	for _, method := range api.Methods() {
		want = append(want, method.Name)
		kinds[method.Name] = method.Kind
	}
	same(t, "interface SessionClient", d.names(t, "SessionClient"), want)
	for _, m := range d.members["SessionClient"] {
		_, answer, _ := cutLast(m.Type, "): ")
		if promised := strings.HasPrefix(answer, "Promise<"); promised != (kinds[m.Name] == api.Promise) {
			t.Errorf("%s is declared to return %s, which is not of its kind", m.Name, answer)
		}
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func TestOptionsAreDeclared(t *testing.T) {
	d := declared(t)
	for parent, name := range map[string]string{
		"":                    "SessionClientOptions",
		"authorizationParams": "AuthorizationParams",
		"silent":              "SilentOptions",
		"session":             "SessionOptions",
		"modal":               "ModalOptions",
	} {
		same(t, "interface "+name, d.names(t, name), below(api.Options(), parent))
	}
	for _, method := range api.Methods() {
		if method.Options == nil {
			continue
		}
		name := strings.ToUpper(method.Name[:1]) + method.Name[1:] + "Options"
		same(t, "interface "+name, d.names(t, name), below(method.Options, ""))
		if fields := below(method.Options, "logoutParams"); fields != nil {
			same(t, "interface LogoutParams", d.names(t, "LogoutParams"), fields)
		}
	}
}

func TestPopupConfigIsDeclared(t *testing.T) {
	same(t, "interface PopupConfigOptions", declared(t).names(t, "PopupConfigOptions"), api.PopupConfig())
}

// below are the names of the paths directly under parent.
func below(paths []string, parent string) (names []string) {
	for _, path := range paths {
		before, name, found := cutLast(path, ".")
		if !found {
			before, name = "", path
		}
		if before == parent {
			names = append(names, name)
		}
	}
	return names
}

func TestSnapshotAndEventsAreDeclared(t *testing.T) {
	d := declared(t)
	same(t, "interface Snapshot", d.names(t, "Snapshot"), api.Snapshot())
	same(t, "interface SessionEvents", d.names(t, "SessionEvents"), api.Events())
	same(t, "type Status", d.names(t, "Status"), api.Statuses())
	same(t, "type WarningKind", d.names(t, "WarningKind"), api.WarningKinds())
	same(t, "type Reason", d.names(t, "Reason"), api.Reasons())
}

func TestValuesAreThoseOfTheModule(t *testing.T) {
	same(t, "deadline.Status", constants(t, "wasm/internal/deadline", "Status"), api.Statuses())
	same(t, "deadline.Kind", constants(t, "wasm/internal/deadline", "Kind"), api.WarningKinds())
	same(t, "client.Reason", constants(t, "wasm/internal/client", "Reason"), api.Reasons())
	events := append(constants(t, "wasm/internal/client", "EventType"), "crash")
	same(t, "client.EventType", events, api.Events())
}

func TestChoicesOfOptionsAreThoseOfTheModule(t *testing.T) {
	d := declared(t)
	for _, row := range []struct{ of, option, constant string }{
		{"SilentOptions", "mode", "Mode"},
		{"SilentOptions", "fallback", "Fallback"},
		{"SessionOptions", "onIdle", "OnIdle"},
		{"SessionOptions", "onSessionEnd", "OnSessionEnd"},
		{"GetTokenSilentlyOptions", "cacheMode", "CacheMode"},
	} {
		i := slices.IndexFunc(d.members[row.of], func(m member) bool { return m.Name == row.option })
		if i < 0 {
			t.Errorf("%s has no %s", row.of, row.option)
			continue
		}
		choices := firsts(`'([\w-]+)'`, d.members[row.of][i].Type)
		same(t, row.of+"."+row.option, choices, constants(t, "wasm/internal/client", row.constant))
	}
}

func TestCodesAreDeclared(t *testing.T) {
	d := declared(t)
	var want []string
	for _, code := range api.Codes() {
		want = append(want, code.Name)
		words := code.Cause + " " + code.Cure
		if api.Retryable(code.Name) {
			words += " Retryable."
		}
		i := slices.IndexFunc(d.unions["ErrorCode"], func(m member) bool { return m.Name == code.Name })
		if i >= 0 && d.unions["ErrorCode"][i].Comment != words {
			t.Errorf("%s is declared with %q; package api says %q", code.Name, d.unions["ErrorCode"][i].Comment, words)
		}
	}
	same(t, "type ErrorCode", d.names(t, "ErrorCode"), want)
}

// The loader has its own codes, for what goes wrong before there is a module or after.
func TestCodesAreThoseOfTheModuleAndTheLoader(t *testing.T) {
	got := constants(t, "wasm", "Code")
	for _, path := range loaderFiles(t) {
		got = append(got, firsts(`code: '(\w+)'`, read(t, path))...)
	}
	var want []string
	for _, code := range api.Codes() {
		want = append(want, code.Name)
	}
	same(t, "the codes in wasm/ and web/*.js", got, want)
}

func TestRetryableKnowsNoOtherCodes(t *testing.T) {
	listed := map[string]bool{}
	for _, code := range api.Codes() {
		if listed[code.Name] {
			t.Errorf("%s is listed twice", code.Name)
		}
		listed[code.Name] = true
	}
	for _, name := range firsts(`"(\w+)"`, retryableSource(t)) {
		if !listed[name] {
			t.Errorf("Retryable knows %q, which is no code", name)
		}
		if !api.Retryable(name) {
			t.Errorf("Retryable(%q) = false", name)
		}
	}
	if api.Retryable("login_required") || api.Retryable("") {
		t.Error("Retryable takes anything")
	}
}

func retryableSource(t *testing.T) string {
	t.Helper()
	_, after, found := strings.Cut(read(t, "wasm/internal/api/codes.go"), "func Retryable")
	body, _, closed := strings.Cut(after, "\n}")
	if !found || !closed {
		t.Fatal("codes.go has no func Retryable")
	}
	return body
}

func TestLoaderKeepsItsShare(t *testing.T) {
	var own []string
	for _, method := range api.Methods() {
		if method.Kind != api.Promise {
			own = append(own, method.Name)
		}
	}
	_, after, _ := strings.Cut(read(t, "web/client.js"), "const client = {\n")
	literal, _, _ := strings.Cut(after, "\n    }\n")
	same(t, "the client in client.js", firsts(`(?m)^      (\w+):`, literal), own)

	_, after, _ = strings.Cut(read(t, "web/listeners.js"), "const types =\n  '")
	types, _, _ := strings.Cut(after, "'")
	same(t, "the types in listeners.js", strings.Fields(types), api.Events())
}

func TestTextsAreDeclared(t *testing.T) {
	said := append(firsts(`say\('(\w+)'`, read(t, "web/crash.js")), firsts(`(?m)^  (\w+): '`, read(t, "web/describe.js"))...)
	keys := constants(t, "wasm/internal/modal", "Key")
	same(t, "type DialogText", declared(t).names(t, "DialogText"), append(slices.Clone(keys), api.LoaderStrings()...))
	own := slices.DeleteFunc(said, func(name string) bool { return slices.Contains(keys, name) })
	same(t, "the texts of crash.js and describe.js that the dialog has not", own, api.LoaderStrings())
}

// A language that lacks a text would show nothing, or English in its midst.
func TestLanguagesSayEverything(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "web", "locale-*.js"))
	if err != nil || len(files) < 2 {
		t.Fatalf("the languages are %q, %v", files, err)
	}
	want := append(constants(t, "wasm/internal/modal", "Key"), api.LoaderStrings()...)
	for _, path := range files {
		name := filepath.Base(path)
		same(t, name, firsts(`(?m)^  (\w+): ['{]`, read(t, "web/"+name)+"\n"), want)
	}
}

// firsts are what the first group of pattern finds in text.
func firsts(pattern, text string) (found []string) {
	for _, groups := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, groups[1])
	}
	return found
}

func loaderFiles(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "web", "*.js"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("there is no loader: %v", err)
	}
	paths = slices.DeleteFunc(paths, func(path string) bool { return filepath.Base(path) == "react.js" }) // apps bundle it
	for i, path := range paths {
		paths[i] = "web/" + filepath.Base(path)
	}
	return paths
}
