package doctor

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

func parseAll(t *testing.T, words ...string) (all []netip.Addr) {
	t.Helper()
	for _, word := range words {
		ip, err := netip.ParseAddr(word)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, ip)
	}
	return all
}

// nameServer answers for call.test with these addresses, and for nothing else.
func nameServer(t *testing.T, words ...string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	addresses := parseAll(t, words...)
	go func() {
		packet := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(packet)
			if err != nil {
				return
			}
			if answer, err := answerName(packet[:n], addresses); err == nil {
				_, _ = conn.WriteTo(answer, from) // who is gone asks again
			}
		}
	}()
	return resolverAt(conn.LocalAddr().String())
}

// resolverAt asks one name server, as the file /etc/resolv.conf would have it.
func resolverAt(address string) *net.Resolver {
	return &net.Resolver{PreferGo: true,
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "udp", address)
		}}
}

func answerName(packet []byte, addresses []netip.Addr) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(packet); err != nil {
		return nil, err
	}
	m.Response, m.Authoritative, m.Additionals = true, true, nil
	if m.Questions[0].Name.String() != "call.test." || len(addresses) == 0 {
		m.RCode = dnsmessage.RCodeNameError
		return m.Pack()
	}
	for _, ip := range addresses {
		header := dnsmessage.ResourceHeader{Name: m.Questions[0].Name,
			Class: dnsmessage.ClassINET, TTL: 1}
		switch kind := m.Questions[0].Type; {
		case kind == dnsmessage.TypeA && ip.Is4():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header,
				Body: &dnsmessage.AResource{A: ip.As4()}})
		case kind == dnsmessage.TypeAAAA && ip.Is6():
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: header,
				Body: &dnsmessage.AAAAResource{AAAA: ip.As16()}})
		}
	}
	return m.Pack()
}
