package peer

import (
	"net"
	"testing"

	"einmal/internal/peer/rtc"
)

func TestARelayIsReachedOverIPv6(t *testing.T) {
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("NOT TESTED that a relay is reached over IPv6: there is no IPv6 here")
	}
	l.Close()
	s := startServer(t, "-relay-listen", "[::1]:0")
	for transport, route := range map[string]rtc.Route{"udp": rtc.RelayUDP, "tcp": rtc.RelayTCP} {
		t.Run(transport, func(t *testing.T) {
			s := s.in(t)
			link := s.room(Audio, 2)
			o := Options{RelayOnly: true, RelayTransport: transport, Admit: letAllIn}
			host := s.join(link, o)
			host.until(Joined)
			guest := s.join(link.Guest(), o)
			for _, p := range []*person{host, guest} {
				if took := p.until(Connected).Route; took != route {
					t.Errorf("it took %s", took)
				}
			}
		})
	}
}
