package authserver

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// A refusal is an error that the protocol names. The application learns the code and the description; the developer
// reads cause and cure in the log, since a browser swallows most refusals. Both name fields as a configuration file and
// the Management API do, by Auth0's names.
type refusal struct {
	code        string // RFC 6749 section 4.1.2.1 or 5.2, OIDC Core section 3.1.2.6
	description string
	status      int    // of an answer that is no redirect
	clientID    string // for the log
	cause       string // what the description does not say
	cure        string
}

// refuse makes a refusal that is answered with 400 unless answer says otherwise. Its description may quote input: what RFC
// 6749 does not allow there is left out.
func refuse(code, format string, args ...any) *refusal {
	return &refusal{code: code, description: describe(fmt.Sprintf(format, args...)), status: http.StatusBadRequest}
}

func (f *refusal) Error() string { return f.code + ": " + f.description }

func (f *refusal) answer(status int) *refusal {
	f.status = status
	return f
}

func (f *refusal) because(format string, args ...any) *refusal {
	f.cause = fmt.Sprintf(format, args...)
	return f
}

func (f *refusal) mend(format string, args ...any) *refusal {
	f.cure = fmt.Sprintf(format, args...)
	return f
}

func (f *refusal) withClient(id string) *refusal {
	f.clientID = id
	return f
}

// expected tells whether the refusal is part of normal life, not a developer's mistake.
func (f *refusal) expected() bool { return f.code == "login_required" || f.code == "access_denied" }

// describe keeps an error_description within RFC 6749 section 4.1.2.1 (printable ASCII without '"' and '\') and
// within a length that fits a URL.
func describe(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 || r > 0x7e || r == '"' || r == '\\' {
			return -1
		}
		return r
	}, s)
	const longest = 300
	if len(s) > longest {
		s = s[:longest] + "..."
	}
	return s
}

// logRefusal names the request by its path alone: a query can hold secrets.
func (s *Server) logRefusal(r *http.Request, f *refusal) { s.tellRefusal(r.Context(), r.URL.Path, f) }

// tellRefusal tells the developer, in the log and in the diagnostics.
func (s *Server) tellRefusal(ctx context.Context, path string, f *refusal) {
	s.diagnostics.add(Diagnostic{
		Time: s.now(), Path: path, ClientID: f.clientID, Error: f.code, Description: f.description,
		Cause: f.cause, Cure: f.cure, Expected: f.expected(),
	})
	level := slog.LevelWarn
	if f.expected() {
		level = slog.LevelInfo
	}
	attrs := []slog.Attr{slog.String("path", path), slog.String("error", f.code), slog.String("description", f.description)}
	for _, attr := range []slog.Attr{slog.String("client_id", f.clientID), slog.String("cause", f.cause), slog.String("cure", f.cure)} {
		if attr.Value.String() != "" {
			attrs = append(attrs, attr)
		}
	}
	s.log.LogAttrs(ctx, level, "refused", attrs...)
}
