package probe

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"time"

	"github.com/pion/stun/v2"
)

// stunTasks ask each target how it sees us (RFC 8489), which takes no password.
func stunTasks(targets []target) (all []task) {
	for _, t := range targets {
		all = append(all, task{t.check("stun", "STUN"),
			func(ctx context.Context) (finding, error) { return said(t.askSTUN(ctx)) }})
	}
	return all
}

func (t target) askSTUN(ctx context.Context) (string, error) {
	conn, err := t.dial(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	answer, err := conn.roundTrip(stun.TransactionID, stun.BindingRequest)
	if err != nil {
		return "", err
	}
	seen, err := mappedAddress(answer)
	return "seen as " + seen.String(), err
}

func mappedAddress(answer *stun.Message) (netip.AddrPort, error) {
	var seen stun.XORMappedAddress
	if err := seen.GetFrom(answer); err != nil {
		return netip.AddrPort{}, problem{"bad-answer",
			"the answer does not say how the server sees us"}
	}
	return (&net.UDPAddr{IP: seen.IP, Port: seen.Port}).AddrPort(), nil
}

// mappingTasks find out, for each family, how addresses are translated on the way (RFC 5780,
// section 4.3), as far as the addresses of the relays allow.
func mappingTasks(targets []target) (all []task) {
	for _, family := range []string{"IPv4", "IPv6"} {
		var over []target
		for _, t := range targets {
			if t.transport == "udp" && t.family() == family {
				over = append(over, t)
			}
		}
		if len(over) > 0 {
			c := over[0].check("mapping", "how addresses are translated")
			c.Code, c.Name = "mapping-"+map[string]string{"IPv4": "ipv4", "IPv6": "ipv6"}[family],
				"translation of addresses, "+family
			all = append(all, task{c, func(context.Context) (finding, error) {
				return askMapping(over)
			}})
		}
	}
	return all
}

// askMapping asks all targets from one socket.
func askMapping(targets []target) (finding, error) {
	local, err := localAddress(targets[0])
	if err != nil {
		return finding{}, err
	}
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(local, 0)))
	if err != nil {
		return finding{}, problem{"no-connection",
			fmt.Sprintf("no socket: %v", withoutAddress(err))}
	}
	defer conn.Close()
	own := netip.AddrPortFrom(local, conn.LocalAddr().(*net.UDPAddr).AddrPort().Port())
	var seen []netip.AddrPort
	for _, t := range targets {
		via := newMessageConn(packetsTo{conn, t.at})
		answer, err := via.roundTrip(stun.TransactionID, stun.BindingRequest)
		if err != nil {
			continue
		}
		if as, err := mappedAddress(answer); err == nil {
			seen = append(seen, netip.AddrPortFrom(as.Addr().Unmap(), as.Port()))
		}
	}
	return judgeMapping(own, seen)
}

// judgeMapping compares how different servers see one socket.
func judgeMapping(own netip.AddrPort, seen []netip.AddrPort) (finding, error) {
	if len(seen) == 0 {
		return finding{}, problem{"no-answer", "no answer over UDP"}
	}
	same := true
	for _, as := range seen {
		same = same && as == seen[0]
	}
	switch {
	case !same:
		return finding{"another one for each destination", "different"}, nil
	case seen[0] == own:
		return finding{"none", "none"}, nil
	case len(seen) > 1:
		return finding{"the same one for all destinations", "same"}, nil
	}
	return finding{"there is one; of which kind, one address of the relay does not tell",
		"unknown"}, nil
}

// localAddress is the one from which a target is asked. Nothing is sent.
func localAddress(t target) (netip.Addr, error) {
	conn, err := net.Dial("udp", t.at.String())
	if err != nil {
		return netip.Addr{}, problem{"no-connection",
			fmt.Sprintf("no connection: %v", withoutAddress(err))}
	}
	defer conn.Close()
	return conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap(), nil
}

// packetsTo is one socket towards one of its peers.
type packetsTo struct {
	*net.UDPConn

	to netip.AddrPort
}

func (p packetsTo) RemoteAddr() net.Addr { return net.UDPAddrFromAddrPort(p.to) }

func (p packetsTo) Write(packet []byte) (int, error) {
	return p.WriteToUDPAddrPort(packet, p.to)
}

func (p packetsTo) SetReadDeadline(t time.Time) error { return p.UDPConn.SetReadDeadline(t) }
