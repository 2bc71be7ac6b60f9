package logging

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
)

// secret stands for what must never be in a log.
const secret = "198.51.100.7"

type valuer struct{}

func (valuer) LogValue() slog.Value { return slog.StringValue(secret) }

func TestOnlyListedKeysReachTheLog(t *testing.T) {
	readError := &net.OpError{Op: "read", Net: "udp",
		Addr: &net.UDPAddr{IP: net.ParseIP(secret), Port: 1}, Err: os.ErrDeadlineExceeded}
	for name, test := range map[string]struct {
		log  func(*slog.Logger)
		want string // after time and level
	}{
		"listed keys": {func(l *slog.Logger) {
			l.Warn("store", "code", "internal", "count", 3, "error", errors.New("disk full"))
		},
			`level=WARN msg=store code=internal count=3 error="disk full"`},
		"a foreign key": {func(l *slog.Logger) {
			l.Info("x", "address", secret,
				"count", 1)
		}, "level=INFO msg=x count=1"},
		"a foreign attribute": {func(l *slog.Logger) {
			l.Info("x",
				slog.String("room", secret))
		}, "level=INFO msg=x"},
		"a foreign key beforehand": {func(l *slog.Logger) {
			l.With("sid", secret, "kind",
				"join").Info("x")
		}, "level=INFO msg=x kind=join"},
		"a listed key in a group": {func(l *slog.Logger) {
			l.WithGroup("room").Info("x", "code",
				"y")
		}, "level=INFO msg=x code=y"},
		"a group under a listed key": {func(l *slog.Logger) {
			l.Info("x",
				slog.Group("code", "a", secret))
		}, "level=INFO msg=x"},
		"a group without a name": {func(l *slog.Logger) {
			l.Info("x",
				slog.Group("", "name", secret))
		}, "level=INFO msg=x"},
		"a struct": {func(l *slog.Logger) {
			l.Info("x", "kind",
				struct{ a string }{secret})
		}, "level=INFO msg=x"},
		"a value that is computed": {func(l *slog.Logger) { l.Info("x", "name", valuer{}) },
			"level=INFO msg=x"},
		"keys that slog has itself": {func(l *slog.Logger) {
			l.Info("x", "msg", secret, "time",
				secret, "source", secret)
		}, "level=INFO msg=x"},
		"a key without a value": {func(l *slog.Logger) { l.Info("x", []any{secret}...) },
			"level=INFO msg=x"},
		"an error of a socket": {func(l *slog.Logger) {
			l.Error("x", "error",
				fmt.Errorf("relay: %w", readError))
		},
			`level=ERROR msg=x error="read udp: i/o timeout"`},
		"an error of a name": {func(l *slog.Logger) {
			l.Error("x", "error",
				&net.DNSError{Err: "no such host", Name: secret})
		},
			`level=ERROR msg=x error="no such host"`},
		"an error of an address": {func(l *slog.Logger) {
			l.Error("x", "error",
				&net.AddrError{Err: "missing port", Addr: secret})
		},
			`level=ERROR msg=x error="missing port"`},
		"what is for debugging": {func(l *slog.Logger) { l.Debug("x", "code", "y") }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			test.log(slog.New(NewHandler(&out, slog.LevelInfo)))
			_, line, _ := strings.Cut(strings.TrimSpace(out.String()), " ") // the time
			if line != test.want {
				t.Errorf("got %q", line)
			}
			if strings.Contains(out.String(), secret) {
				t.Error("something private is in the log")
			}
		})
	}
	if NewHandler(nil, slog.LevelInfo).Enabled(context.Background(), slog.LevelDebug) {
		t.Error("debug lines are written")
	}
}
