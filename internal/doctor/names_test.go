package doctor

import (
	"net"
	"testing"
)

var nameFaults = []fault{
	{"name-unknown", "the name server knows no address", func(t *testing.T) []Finding {
		return lookAtName(t, []string{"192.0.2.9"})
	}},
	{"name-server-silent", "the name server does not answer", func(t *testing.T) []Finding {
		conn, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		return examine(t, checkNames, with(wellMachine(t), func(m *Machine) {
			m.Resolver = resolverAt(conn.LocalAddr().String())
		}), public()...)
	}},
	{"a-elsewhere", "the A record leads to another machine", func(t *testing.T) []Finding {
		return lookAtName(t, []string{"192.0.2.9"}, "192.0.2.200")
	}},
	{"a-elsewhere", "one of two A records leads to another machine",
		func(t *testing.T) []Finding {
			return lookAtName(t, []string{"192.0.2.9"}, "192.0.2.9", "192.0.2.200")
		}},
	{"aaaa-elsewhere", "the AAAA record leads to another machine", func(t *testing.T) []Finding {
		return lookAtName(t, []string{"192.0.2.9", "2001:db8::1"}, "192.0.2.9", "2001:db8::2")
	}},
	{"aaaa-elsewhere", "there is an AAAA record, and the machine has no IPv6",
		func(t *testing.T) []Finding {
			return lookAtName(t, []string{"192.0.2.9"}, "192.0.2.9", "2001:db8::2")
		}},
	{"behind-nat", "the machine has private addresses alone", func(t *testing.T) []Finding {
		return lookAtName(t, []string{"10.0.0.2", "100.64.0.2"}, "192.0.2.9")
	}},
	{"aaaa-unserved", "the server listens on IPv4 alone, and the name has both",
		func(t *testing.T) []Finding {
			m := wellMachine(t)
			m.Resolver, m.Addresses = nameServer(t, "192.0.2.9", "2001:db8::1"), parseAll(t,
				"192.0.2.9", "2001:db8::1")
			cert, key := issue(t, leaf(nil))
			return examine(t, checkNames, m, public("-listen", "0.0.0.0:443", "-listen",
				"192.0.2.9:443", "-tls-cert", cert, "-tls-key", key)...)
		}},
}

// lookAtName has a machine with some addresses, and a name with others.
func lookAtName(t *testing.T, own []string, named ...string) []Finding {
	t.Helper()
	return examine(t, checkNames, with(wellMachine(t), func(m *Machine) {
		m.Resolver, m.Addresses = nameServer(t, named...), parseAll(t, own...)
	}), public()...)
}

func TestANameThatLeadsHereIsWell(t *testing.T) {
	for _, own := range [][]string{{"192.0.2.9"}, {"192.0.2.9", "2001:db8::1", "10.0.0.2"},
		{"2001:db8::1"}} {
		if all := lookAtName(t, own, own[0]); len(all) > 0 {
			t.Errorf("%v: %q", own, codesOf(all))
		}
	}
}
