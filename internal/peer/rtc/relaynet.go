package rtc

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/pion/transport/v4"
	"github.com/pion/transport/v4/stdnet"
)

const (
	lookUpTime = 5 * time.Second
	dialTime   = 10 * time.Second
	// maxServers bounds what is remembered of names; a server names at most 16 relays.
	maxServers = 64
)

var errNoAddress = errors.New("this name has no address that may be asked")

// systemNet is the network of this machine. To pion's own it adds two things. A relay is reached
// over IPv6 as well: pion (ice v4.4.2, gatherCandidatesRelay) asks for one over IPv4 only. And the
// interfaces are those of this moment, so that a restart after a change of network finds the new
// ones.
//
// A relay that has addresses of both families is asked at both, and the one that answers first is
// taken (RFC 8305): one allocation, not two.
type systemNet struct {
	*stdnet.Net
	loopbackOnly bool

	mu      sync.Mutex
	servers map[netip.AddrPort]relayServer // by the address that pion was told
}

// relayServer is how a relay can be reached.
type relayServer struct {
	at        string           // HOST:PORT
	addresses []netip.AddrPort // at most one of each family, the preferred one first
}

func newSystemNet(loopbackOnly bool) (*systemNet, error) {
	system, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	return &systemNet{Net: system, loopbackOnly: loopbackOnly,
		servers: make(map[netip.AddrPort]relayServer)}, nil
}

// Interfaces are those that there are now.
func (n *systemNet) Interfaces() ([]*transport.Interface, error) {
	now, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	return now.Interfaces()
}

// ListenPacket makes the socket for a relay over UDP; pion calls it for nothing else. It is bound
// to no address: which one leads to the relay is known later.
func (n *systemNet) ListenPacket(string, string) (net.PacketConn, error) {
	conn, err := net.ListenUDP("udp", nil) // of both families, if the system has them
	if err != nil {
		return nil, err
	}
	return &relaySocket{UDPConn: conn, net: n}, nil
}

// ResolveUDPAddr looks a relay up, if any family will do.
func (n *systemNet) ResolveUDPAddr(network, address string) (*net.UDPAddr, error) {
	if network != "udp" {
		return n.Net.ResolveUDPAddr(network, address)
	}
	first, err := n.lookUp(address)
	if err != nil {
		return nil, err
	}
	return net.UDPAddrFromAddrPort(first), nil
}

// ResolveTCPAddr looks a relay up. The network that pion names is an IPv4 one always.
func (n *systemNet) ResolveTCPAddr(_, address string) (*net.TCPAddr, error) {
	first, err := n.lookUp(address)
	if err != nil {
		return nil, err
	}
	return net.TCPAddrFromAddrPort(first), nil
}

// DialTCP connects to a relay that was looked up, by whichever family answers first.
func (n *systemNet) DialTCP(_ string, _, to *net.TCPAddr) (transport.TCPConn, error) {
	dialer := net.Dialer{Timeout: dialTime, Control: n.mayReach}
	conn, err := dialer.Dial("tcp", n.serverAt(to.AddrPort()).at)
	if err != nil {
		return nil, err
	}
	return relayStream{conn.(*net.TCPConn)}, nil
}

func (n *systemNet) mayReach(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err == nil && n.loopbackOnly && !at.Addr().Unmap().IsLoopback() {
		return errNoAddress
	}
	return err
}

// lookUp returns the preferred address of HOST:PORT and remembers the others.
func (n *systemNet) lookUp(address string) (first netip.AddrPort, err error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return first, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return first, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), lookUpTime)
	defer cancel()
	found, err := net.DefaultResolver.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return first, err
	}
	s := relayServer{at: address, addresses: onePerFamily(found, uint16(port), n.loopbackOnly)}
	if len(s.addresses) == 0 {
		return first, errNoAddress
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.servers) >= maxServers {
		clear(n.servers)
	}
	n.servers[s.addresses[0]] = s
	return s.addresses[0], nil
}

// serverAt returns what is known of the relay that pion was told by this address.
func (n *systemNet) serverAt(first netip.AddrPort) relayServer {
	first = unmapped(first)
	n.mu.Lock()
	defer n.mu.Unlock()
	if s, ok := n.servers[first]; ok {
		return s
	}
	return relayServer{at: first.String(), addresses: []netip.AddrPort{first}}
}

// onePerFamily keeps the first address of each family, so that nobody who answers for a name makes
// us knock in many places.
func onePerFamily(found []netip.Addr, port uint16, loopbackOnly bool) (kept []netip.AddrPort) {
	var has4, has6 bool
	for _, ip := range found {
		ip = ip.Unmap()
		has := &has6
		if ip.Is4() {
			has = &has4
		}
		if *has || loopbackOnly && !ip.IsLoopback() {
			continue
		}
		*has = true
		kept = append(kept, netip.AddrPortFrom(ip, port))
	}
	return kept
}

func unmapped(a netip.AddrPort) netip.AddrPort {
	return netip.AddrPortFrom(a.Addr().Unmap(), a.Port())
}
