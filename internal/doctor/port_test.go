package doctor

import (
	"net"
	"strings"
	"testing"

	"einmal/internal/freeport"
	"einmal/internal/server/servertest"
)

var portFaults = []fault{
	{"port-taken", "another program listens on the port", func(t *testing.T) []Finding {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		all := examine(t, checkPorts, wellMachine(t), "-listen", l.Addr().String())
		if len(all) == 0 || !strings.Contains(all[0].values["holder"], "(pid ") {
			t.Errorf("it does not say who: %v", all)
		}
		return withoutNote(t, all)
	}},
	{"port-taken", "another program has the port over UDP", func(t *testing.T) []Finding {
		l, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return withoutNote(t, examine(t, checkPorts, wellMachine(t), "-listen",
			l.LocalAddr().String()))
	}},
	{"port-unusable", "the address to listen on is no machine's", func(t *testing.T) []Finding {
		return withoutNote(t, examine(t, checkPorts, wellMachine(t), "-public-url",
			"https://call.test", "-acme=false", "-listen", "192.0.2.77:8443"))
	}},
	{"not-running", "there is no server", func(t *testing.T) []Finding {
		return examine(t, checkPorts, wellMachine(t), "-listen", freeport.Address(t))
	}},
	{"flags-differ", "a server runs on another port than configured",
		func(t *testing.T) []Finding {
			data := t.TempDir()
			servertest.StartOn(t, data)
			return examine(t, checkPorts, wellMachine(t), "-data", data, "-listen", freeport.Address(t))
		}},
	{"firewall-closed", "ufw is on and lets in TCP alone", func(t *testing.T) []Finding {
		m := wellMachine(t)
		write(t, m.Root, "etc/ufw/user.rules",
			"### tuple ### allow tcp 443,8443 0.0.0.0/0 any 0.0.0.0/0 in\n"+
				"### tuple ### deny udp 3478 0.0.0.0/0 any 0.0.0.0/0 in\n"+
				"### tuple ### allow tcp 3000:4000 0.0.0.0/0 any 0.0.0.0/0 einmal - in\n")
		return examine(t, checkFirewall, m, public()...)
	}},
}

// withoutNote leaves out that no server runs.
func withoutNote(t *testing.T, all []Finding) []Finding {
	t.Helper()
	if last := len(all) - 1; last >= 0 && all[last].Code == "not-running" {
		return all[:last]
	}
	t.Errorf("a server runs: %v", all)
	return all
}
