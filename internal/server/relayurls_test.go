package server

import (
	"net/netip"
	"slices"
	"testing"

	"einmal/internal/config"
	"einmal/internal/origin"
)

func TestWhereTheRelayIs(t *testing.T) {
	for name, test := range map[string]struct {
		config config.Config
		public string
		want   string // host and port
		tls    string // the same for TLS, if it is on
	}{
		"on this machine": {config.Config{Host: "127.0.0.1"}, "http://localhost:8080",
			"127.0.0.1:8443", ""},
		"on this machine, IPv6": {config.Config{Host: "::1"}, "http://localhost:8080", "[::1]:8443",
			""},
		"on all addresses of it": {config.Config{Host: "::", CertFile: "c"},
			"https://localhost:8443",
			"127.0.0.1:8443", "localhost:8443"},
		"public": {config.Config{Host: "192.0.2.1"}, "https://call.example",
			"call.example:8443", ""},
		"public with TLS": {config.Config{Host: "", CertFile: "c"}, "https://call.example",
			"call.example:8443", "call.example:8443"},
		"public by IPv6": {config.Config{Host: "", CertFile: "c"}, "https://[2001:db8::1]",
			"[2001:db8::1]:8443", "[2001:db8::1]:8443"},
		"on its own port": {config.Config{Host: "127.0.0.1", OwnRelay: true,
			RelayHost: "192.0.2.1"}, "https://call.example", "call.example:8443", ""},
		"on its own loopback port": {config.Config{Host: "127.0.0.1", OwnRelay: true,
			RelayHost: "::1"},
			"http://localhost:8080", "[::1]:8443", ""},
		"behind a balancer": {config.Config{Host: "", CertFile: "c",
			Balancer: netip.MustParsePrefix("192.0.2.7/32")}, "https://call.example",
			"call.example:8443", "call.example:443"},
	} {
		t.Run(name, func(t *testing.T) {
			public, err := origin.Parse("-public-url", test.public)
			if err != nil {
				t.Fatal(err)
			}
			s := &Server{config: test.config, public: public, port: 8080, relayPort: 8443}
			tcp := test.want
			if test.config.Balancer.IsValid() { // whose port is the public one
				tcp = test.tls
			}
			want := []string{"turn:" + test.want + "?transport=udp", "turn:" + tcp +
				"?transport=tcp"}
			if test.tls != "" {
				want = append(want, "turns:"+test.tls+"?transport=tcp")
			}
			if got := s.relayURLs(); !slices.Equal(got, want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
