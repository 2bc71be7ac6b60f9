package config

import (
	"strings"
	"testing"
	"time"
)

func TestADetailedLogNeedsAReasonAndAnEnd(t *testing.T) {
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct{ level, reason, until, refused string }{
		"the usual":             {"info", "", "", ""},
		"with both":             {"debug", "Verbindungen brechen ab", "2026-03-08T12:00:00Z", ""},
		"an end that is over":   {"debug", "x", "2026-03-05T11:00:00+01:00", ""},
		"without a reason":      {"debug", "", "2026-03-06T12:00:00Z", "needs a reason"},
		"without an end":        {"debug", "x", "", "needs a reason"},
		"for too long":          {"debug", "x", "2026-03-08T12:00:01Z", "more than 72 hours"},
		"an end in words":       {"debug", "x", "tomorrow", "-log-until wants"},
		"a length of time":      {"debug", "x", "24h", "-log-until wants"},
		"a reason of two lines": {"debug", "a\nb", "2026-03-06T12:00:00Z", "printable"},
		"a reason too long": {"debug", strings.Repeat("x", 201), "2026-03-06T12:00:00Z",
			"at most 200"},
		"a reason for nothing": {"info", "x", "", "belong to -log debug"},
		"another level":        {"trace", "", "", "-log wants"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parseIncident(test.level, test.reason, test.until, now)
			if test.refused == "" && (err != nil || got.Reason != test.reason) ||
				test.refused != "" && (err == nil || !strings.Contains(err.Error(), test.refused)) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	if over := (Config{}).IncidentAt(now); over.Reason != "" {
		t.Errorf("none is %+v", over)
	}
}
