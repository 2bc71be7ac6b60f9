package main

import (
	"strings"
	"testing"

	"einmal/internal/cli"
)

// TestHelpFitsOnAScreen: the list of commands on the smallest there is, and each flag on one line.
func TestHelpFitsOnAScreen(t *testing.T) {
	if text := helpText(t, "help"); strings.Count(text, "\n") > 24 || widest(text) > 80 {
		t.Errorf("%d lines of up to %d columns:\n%s", strings.Count(text, "\n"), widest(text), text)
	}
	for _, c := range program.Commands {
		if text := helpText(t, "help "+c.Name); widest(text) > 100 {
			t.Errorf("up to %d columns:\n%s", widest(text), text)
		}
	}
}

func helpText(t *testing.T, args string) string {
	t.Helper()
	var out strings.Builder
	if err := program.Run(t.Context(), strings.Fields(args), cli.Streams{Out: &out}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func widest(text string) (most int) {
	for line := range strings.Lines(text) {
		most = max(most, len([]rune(line))-1)
	}
	return most
}
