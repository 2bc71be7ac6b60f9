package archtest

import (
	"go/ast"
	"go/parser"
	"testing"
)

// The rule about log lines is code, so it is tested as code.
func TestTheRuleAboutLogLines(t *testing.T) {
	for _, c := range []struct {
		name, call string
		faults     int
	}{
		{"a listed key passes", `slog.Warn("room store", "error", err)`, 0},
		{"a listed attribute passes", `s.log.Info("x", slog.String("code", c))`, 0},
		{"a foreign key fails", `slog.Info("joined", "room", id)`, 1},
		{"a foreign attribute fails", `h.logger.Info("x", slog.Any("address", a))`, 1},
		{"a key that is no literal fails", `slog.Info("x", key, value)`, 2},
		{"a built message fails", `slog.Info("joined " + name)`, 1},
		{"a formatted message fails", `logger.Error(fmt.Sprintf("joined %s", name))`, 1},
		{"a foreign key given beforehand fails", `slog.With("sid", sid).Info("x")`, 0},
		{"a foreign key of With fails", `slog.With("sid", sid)`, 1},
		{"a context comes first", `slog.InfoContext(ctx, "x", "code", c)`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			parsed, err := parser.ParseExpr(c.call)
			if err != nil {
				t.Fatal(err)
			}
			call := parsed.(*ast.CallExpr)
			if !isLogCall(call) {
				t.Fatalf("%s is not seen as a log call", c.call)
			}
			if faults := logFaults(call, []string{"code", "error"}); len(faults) != c.faults {
				t.Errorf("faults %q, want %d", faults, c.faults)
			}
		})
	}
}
