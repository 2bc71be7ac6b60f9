package server_test

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"einmal/internal/server/servertest"
)

// dialAs connects as a balancer does for somebody with that address (PROXY protocol, version 2).
func dialAs(t *testing.T, p *servertest.Server, client string) net.Conn {
	t.Helper()
	c := servertest.Dial(t, "tcp", p.Address)
	from := netip.MustParseAddrPort(client)
	header := []byte("\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c")
	if from.Addr().Is6() {
		header = []byte("\r\n\r\n\x00\r\nQUIT\n\x21\x21\x00\x24")
	}
	header = append(header, from.Addr().AsSlice()...)
	header = append(header, from.Addr().AsSlice()...) // to whom: nobody asks
	header = binary.BigEndian.AppendUint16(header, from.Port())
	if _, err := c.Write(append(header, 1, 0xbb)); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWhatComesThroughABalancer: all that the port serves, with and without TLS.
func TestWhatComesThroughABalancer(t *testing.T) {
	p := servertest.Start(t, servertest.WithTLS(t, "-proxy-protocol", "127.0.0.1")...)
	for _, client := range []string{"192.0.2.9:1", "[2001:db8::9]:1"} {
		secure := tls.Client(dialAs(t, p, client), servertest.Trust(t))
		io.WriteString(secure, "GET / HTTP/1.0\r\nHost: "+p.Host()+"\r\n\r\n")
		if heard, _ := io.ReadAll(secure); !strings.HasSuffix(string(heard), servertest.Page) {
			t.Errorf("the page is %q", heard)
		}
		for name, c := range map[string]net.Conn{"TCP": dialAs(t, p, client),
			"TLS": tls.Client(dialAs(t, p, client), servertest.Trust(t))} {
			if !servertest.RefusesAllocate(t, c) {
				t.Errorf("no relay over %s", name)
			}
		}
	}
	direct := servertest.Dial(t, "tcp", p.Address)
	io.WriteString(direct, "GET / HTTP/1.0\r\n\r\n")
	if heard, _ := io.ReadAll(direct); len(heard) != 0 {
		t.Errorf("without a header it answers %q", heard)
	}
}

// TestABalancersClientsAreSourcesOfTheirOwn: one has all sockets that it may have, others get theirs.
func TestABalancersClientsAreSourcesOfTheirOwn(t *testing.T) {
	p := servertest.Start(t, "-proxy-protocol", "127.0.0.1")
	dial := func(client string) (*http.Response, error) {
		dialer := websocket.Dialer{Subprotocols: []string{"einmal.1"},
			NetDialContext: func(context.Context, string, string) (net.Conn, error) {
				return dialAs(t, p, client), nil
			}}
		_, answer, err := dialer.Dial("ws://"+p.Host()+"/signal", http.Header{"Origin": {p.Public}})
		return answer, err
	}
	for n := 0; ; n++ {
		answer, err := dial("192.0.2.9:1")
		if err == nil && n < 1000 {
			continue
		}
		if answer == nil || answer.StatusCode != http.StatusTooManyRequests || n == 0 {
			t.Fatalf("socket %d: %v, %v", n, err, answer)
		}
		break
	}
	if answer, err := dial("192.0.2.10:1"); err != nil {
		t.Errorf("somebody else: %v, %v", err, answer)
	}
}
