package config

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"einmal/internal/cli"
	"einmal/internal/notice"
)

const (
	longestIncident = 72 * time.Hour // a weekend; what takes longer needs another decision
	longestReason   = 200            // characters; docs/protocol.md, 3.3
)

// parseIncident reads -log, -log-reason and -log-until. Errors are for people.
func parseIncident(level, reason, until string, now time.Time) (notice.Incident, error) {
	switch {
	case level == "info" && (reason != "" || until != ""):
		return notice.Incident{}, cli.Usage("-log-reason and -log-until belong to -log debug.")
	case level == "info":
		return notice.Incident{}, nil
	case level != "debug":
		return notice.Incident{}, cli.Usage("-log wants info or debug, not %q.", level)
	case reason == "" || until == "":
		return notice.Incident{}, cli.Usage("-log debug needs a reason (-log-reason) and an end " +
			"(-log-until): the privacy notice and everybody in a call are told both.")
	}
	bad := func(r rune) bool { return !unicode.IsPrint(r) }
	if !utf8.ValidString(reason) || strings.ContainsFunc(reason, bad) ||
		utf8.RuneCountInString(reason) > longestReason {
		return notice.Incident{}, cli.Usage("-log-reason wants at most %d printable characters.",
			longestReason)
	}
	end, err := time.Parse(time.RFC3339, until)
	if err != nil {
		return notice.Incident{}, cli.Usage("-log-until wants a time such as 2026-03-06T18:00:00Z "+
			"(RFC 3339), not %q.", until)
	}
	if end.After(now.Add(longestIncident)) {
		return notice.Incident{}, cli.Usage("-log-until is more than %d hours away; the longest "+
			"that more may be written down.", int(longestIncident.Hours()))
	}
	return notice.Incident{Reason: strings.TrimRight(reason, ". "), Until: end.UTC()}, nil
}

// IncidentAt is what is going on at that moment: an end that has passed needs no new start.
func (c Config) IncidentAt(now time.Time) notice.Incident {
	if now.Before(c.Incident.Until) {
		return c.Incident
	}
	return notice.Incident{}
}
