package setup

import (
	"fmt"
	"testing"

	"einmal/internal/config"
)

// TestTheSocketIsForPort443OfAllAddresses, which it takes over from a server that has it; behind a
// proxy it goes. Another port may be in a file of its own, and is left alone.
func TestTheSocketIsForPort443OfAllAddresses(t *testing.T) {
	for _, c := range []struct {
		host                   string
		port                   uint16
		hasSocket, isListening bool
		want                   string
	}{
		{"", 443, true, false, "[[enable einmal.socket] [stop einmal.service] " +
			"[start einmal.socket] [enable einmal.service] [restart einmal.service]]"},
		{"::", 443, true, true,
			"[[enable einmal.socket] [enable einmal.service] [restart einmal.service]]"},
		{"", 443, false, false, "[[enable einmal.service] [restart einmal.service]]"},
		{"127.0.0.1", 8080, true, true, "[[disable --now einmal.socket] " +
			"[enable einmal.service] [restart einmal.service]]"},
		{"", 8443, true, true, "[[enable einmal.service] [restart einmal.service]]"},
	} {
		commands := unitCommands(config.Config{Host: c.host, Port: c.port}, c.hasSocket,
			c.isListening)
		if got := fmt.Sprint(commands); got != c.want {
			t.Errorf("%q, %d: %s", c.host, c.port, got)
		}
	}
}
