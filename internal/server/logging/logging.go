// Package logging lets through to the log what may stand there, and nothing else.
package logging

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
)

// logKeys are all that a log line may carry besides time, level and message: nothing that says
// anything about a person or a room.
var logKeys = []string{"code", "count", "error", "kind", "operation", "version"}

// handler passes on the listed keys and drops all others, so that a slip elsewhere does not
// reach the log.
type handler struct{ text slog.Handler }

// NewHandler writes lines of this level and above; the level may change while it is in use.
func NewHandler(w io.Writer, level slog.Leveler) slog.Handler {
	return handler{slog.NewTextHandler(w, &slog.HandlerOptions{Level: level})}
}

func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.text.Enabled(ctx, level)
}

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	out := slog.NewRecord(r.Time, r.Level, r.Message, 0)
	r.Attrs(func(a slog.Attr) bool {
		out.AddAttrs(listedAttrs([]slog.Attr{a})...)
		return true
	})
	return h.text.Handle(ctx, out)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.text.WithAttrs(listedAttrs(attrs))}
}

// WithGroup ignores the group: keys are a flat list.
func (h handler) WithGroup(string) slog.Handler { return h }

func listedAttrs(attrs []slog.Attr) []slog.Attr {
	var kept []slog.Attr
	for _, a := range attrs {
		if !slices.Contains(logKeys, a.Key) {
			continue
		}
		a.Value = a.Value.Resolve()
		switch a.Value.Kind() {
		case slog.KindGroup:
			continue // its keys are not on the list
		case slog.KindAny:
			err, ok := a.Value.Any().(error)
			if !ok {
				continue
			}
			a.Value = slog.StringValue(withoutAddress(err))
		}
		kept = append(kept, a)
	}
	return kept
}

// withoutAddress gives the text of an error; of those of package net, which name both ends, only
// what happened.
func withoutAddress(err error) string {
	var op *net.OpError
	var address *net.AddrError
	var name *net.DNSError
	switch {
	case errors.As(err, &op):
		return op.Op + " " + op.Net + ": " + withoutAddress(op.Err)
	case errors.As(err, &address):
		return address.Err
	case errors.As(err, &name):
		return name.Err
	}
	return err.Error()
}
