package requestlog

import (
	"context"
	"fmt"
	"log/slog"
)

// NewHandler passes records on with the id of the request whose context they come with, as request_id, and without its
// secrets, unless showSecrets is set.
func NewHandler(next slog.Handler, showSecrets bool) slog.Handler {
	return &handler{next, showSecrets}
}

type handler struct {
	slog.Handler
	showSecrets bool
}

func (h *handler) Handle(ctx context.Context, record slog.Record) error {
	seen, ok := ctx.Value(contextKey{}).(*exchange)
	if !ok {
		return h.Handler.Handle(ctx, record)
	}
	secrets := []string{}
	if !h.showSecrets {
		secrets = seen.secrets()
	}
	clean := slog.NewRecord(record.Time, record.Level, hide(record.Message, secrets), record.PC)
	record.Attrs(func(attr slog.Attr) bool {
		clean.AddAttrs(hideAttr(attr, secrets))
		return true
	})
	clean.AddAttrs(slog.String("request_id", seen.id))
	return h.Handler.Handle(ctx, clean)
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &handler{h.Handler.WithAttrs(attrs), h.showSecrets}
}

func (h *handler) WithGroup(name string) slog.Handler {
	return &handler{h.Handler.WithGroup(name), h.showSecrets}
}

// hideAttr leaves numbers, times and truths as they are: no secret is one.
func hideAttr(attr slog.Attr, secrets []string) slog.Attr {
	value := attr.Value.Resolve()
	switch value.Kind() {
	case slog.KindString:
		return slog.String(attr.Key, hide(value.String(), secrets))
	case slog.KindGroup:
		group := make([]any, 0, len(value.Group()))
		for _, member := range value.Group() {
			group = append(group, hideAttr(member, secrets))
		}
		return slog.Group(attr.Key, group...)
	case slog.KindAny:
		text := fmt.Sprint(value.Any())
		if clean := hide(text, secrets); clean != text {
			return slog.String(attr.Key, clean)
		}
	}
	return slog.Attr{Key: attr.Key, Value: value}
}
