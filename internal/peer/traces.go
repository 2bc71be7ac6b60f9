package peer

import (
	"encoding/binary"
	"net"
	"net/netip"
	"strings"

	"einmal/internal/peer/pair"
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// Trace is something that names this call, this participant or a way to them, and that a server
// should not keep.
type Trace struct {
	Name  string
	Value []byte
}

// Traces returns all that could be left of this participant on a server, as it knows it at this
// moment: ask while the call runs and is connected.
func (c *Call) Traces() (all []Trace) {
	add := func(name string, value []byte) { all = append(all, Trace{name, value}) }
	c.runAndWait(func() {
		room, key := protocol.RoomID(c.link.RoomID()), seal.PublicKeyOf(c.key)
		add("room id", room[:])
		add("room secret", c.link.Secret[:])
		add("pair key of the room", c.link.NoisePSK())
		add("pin of the host key", c.link.Pin[:])
		if c.link.IsHost() {
			host := seal.PublicKeyOf(c.link.Host)
			add("host key", host[:])
			add("seed of the host key", c.link.Host.Seed())
		}
		add("sid", c.sid[:])
		add("key of the join", key[:])
		add("name", []byte(c.options.Name))
		add("topic", []byte(c.options.Topic))
		if c.appointment != nil {
			add("sealed appointment", c.appointment[:])
		}
		if c.roster != nil {
			add("signature of the roster", c.roster.Signature[:])
		}
		if c.relay != nil {
			add("relay user name", []byte(c.relay.Username))
			add("relay credential", []byte(c.relay.Credential))
			for i, tag := range strings.Split(c.relay.Username, ":") {
				if i > 0 {
					add("relay tag", []byte(tag))
				}
			}
		}
		if c.socket.IsConnected() {
			all = append(all, addressTraces("signalling address", c.socket.LocalAddr())...)
		}
		for _, p := range c.pairs {
			if p.Conn != nil {
				all = append(all, tracesOf(p)...)
			}
		}
	})
	return all
}

// tracesOf returns the addresses from which the relay was asked, and what the relay could read in
// its packets.
func tracesOf(p *pair.Pair) (all []Trace) {
	if ufrag, password, ok := p.Conn.ICECredentials(); ok {
		all = append(all, Trace{"ICE user name", []byte(ufrag)},
			Trace{"ICE password", []byte(password)})
	}
	for _, address := range p.Conn.RelaySources() {
		all = append(all, addressTraces("address at the relay", address)...)
	}
	return all
}

// addressTraces returns an address as text and in the forms in which a program on Linux holds it.
func addressTraces(name string, a net.Addr) (all []Trace) {
	address, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return nil
	}
	ip := address.Addr().Unmap()
	all = append(all, Trace{name, []byte(netip.AddrPortFrom(ip, address.Port()).String())})
	if !ip.Is4() {
		return append(all, Trace{name, ip.AsSlice()})
	}
	four := ip.As4()
	// struct sockaddr_in
	socket := append(binary.BigEndian.AppendUint16([]byte{2, 0}, address.Port()), four[:]...)
	stun := append(binary.BigEndian.AppendUint16(nil, address.Port()), four[:]...) // RFC 8489, 14.1
	all = append(all, Trace{name, socket}, Trace{name, stun})
	if ip.IsLoopback() && four == [4]byte{127, 0, 0, 1} {
		return all // the server's own address
	}
	sixteen := ip.As16()
	small := []byte{four[3], four[2], four[1], four[0], 0xff, 0xff, 0, 0} // netip.Addr
	return append(all, Trace{name, []byte(ip.String())}, Trace{name, sixteen[8:]},
		Trace{name, small})
}
