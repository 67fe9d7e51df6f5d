package main

import (
	"io"
	"log/slog"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
	"github.com/spa-session/spa-session/devserver/requestlog"
)

// newLog writes lines for a person who watches a terminal, or JSON for a program.
func newLog(out io.Writer, cfg config.Log) *slog.Logger {
	var lines slog.Handler = slog.NewTextHandler(out, &slog.HandlerOptions{
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if a.Key == slog.TimeKey && len(groups) == 0 {
				a.Value = slog.StringValue(a.Value.Time().Format(time.TimeOnly))
			}
			return a
		},
	})
	if cfg.Format == config.FormatJSON {
		lines = slog.NewJSONHandler(out, nil)
	}
	return slog.New(requestlog.NewHandler(lines, cfg.Secrets))
}
