package probe

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/pion/stun/v2"
)

const dialTime = 5 * time.Second

// target is one way to reach the relay: a transport and an address.
type target struct {
	transport string // udp, tcp or tls
	at        netip.AddrPort
	server    string // the name in the certificate, for tls
	staysHere bool   // it is this machine
}

func (t target) family() string {
	if t.at.Addr().Is6() {
		return "IPv6"
	}
	return "IPv4"
}

func (t target) String() string { return strings.ToUpper(t.transport) + " over " + t.family() }

// code begins with what is tried.
func (t target) code(what string) string {
	return what + "-" + t.transport + "-" + strings.ToLower(t.family())
}

// check is one of the relay by this way.
func (t target) check(group, name string) Check {
	return Check{Code: t.code(group), Group: group, Name: name + ", " + t.String(),
		StaysHere: t.staysHere}
}

// resolveTargets parses the relay's URIs (RFC 7065) and looks up their names.
func (p *probe) resolveTargets(ctx context.Context, urls []string) (all []target) {
	seen := map[target]bool{}
	for _, text := range urls {
		u, err := stun.ParseURI(text)
		if err != nil {
			p.skip("an address of the relay that cannot be read")
			continue
		}
		transport := u.Proto.String()
		if u.Scheme == stun.SchemeTypeTURNS {
			transport = "tls"
		}
		addresses, err := net.DefaultResolver.LookupNetIP(ctx, "ip", u.Host)
		if err != nil {
			p.skip("the relay over " + strings.ToUpper(transport) +
				": its name cannot be looked up")
			continue
		}
		for _, ip := range addresses {
			ip = ip.Unmap()
			port := uint16(u.Port) //nolint:gosec // the parser took it for one
			t := target{transport, netip.AddrPortFrom(ip, port), u.Host, isOwn(ip)}
			if !seen[t] {
				seen[t] = true
				all = append(all, t)
			}
		}
	}
	return all
}

// isOwn says whether an address is this machine's.
func isOwn(ip netip.Addr) bool {
	if ip.IsLoopback() {
		return true
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, a := range addresses {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr() == ip {
			return true
		}
	}
	return false
}

// guessTargets gives where a server has its relay by default: on its one port.
func (p *probe) guessTargets(ctx context.Context) []target {
	u, err := url.Parse(p.Link.Origin)
	if err != nil { // never: the link was made from it
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	at := net.JoinHostPort(u.Hostname(), port)
	urls := []string{"turn:" + at + "?transport=udp", "turn:" + at + "?transport=tcp"}
	if u.Scheme == "https" {
		urls = append(urls, "turns:"+at+"?transport=tcp")
	}
	return p.resolveTargets(ctx, urls)
}

func (t target) dial(ctx context.Context) (*messageConn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	var conn net.Conn
	var err error
	if t.transport == "tls" {
		conn, err = (&tls.Dialer{Config: &tls.Config{ServerName: t.server}}).DialContext(ctx, "tcp",
			t.at.String())
	} else {
		conn, err = (&net.Dialer{}).DialContext(ctx, t.transport, t.at.String())
	}
	if err != nil {
		return nil, problem{"no-connection", fmt.Sprintf("no connection: %v", withoutAddress(err))}
	}
	return newMessageConn(conn), nil
}
