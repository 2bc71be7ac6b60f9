package turnserver

import (
	"errors"
	"net"
	"net/netip"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"
)

// realm is sent in every challenge; short, because a challenge should be small.
const realm = "einmal"

var errNoStreams = errors.New("relayed addresses over TCP are not offered")

// startPion sets a pion server on a leg. Each leg has its own, so that what it tells us is about
// that leg.
func startPion(c *control) error {
	x := c.x
	onlyUs := func(_ net.Addr, peer net.IP) bool { // pion takes nil for "everybody"
		ip, ok := netip.AddrFromSlice(peer)
		return ok && ip.Unmap() == x.relayed
	}
	_, err := turn.NewServer(turn.ServerConfig{
		Realm:         realm,
		LoggerFactory: silence{},
		InboundMTU:    maxPacket + 1, // pion drops what fills its buffer
		AuthHandler: func(username, realm string, _ net.Addr) ([]byte, bool) {
			return x.integrityKey(username, realm)
		},
		QuotaHandler: func(username, _ string,
			from net.Addr) bool {
			return x.admits(username, addrPort(from))
		},
		EventHandler: hooks(x, c.leg),
		PacketConnConfigs: []turn.PacketConnConfig{
			{PacketConn: c, RelayAddressGenerator: portGenerator{c}, PermissionHandler: onlyUs},
		},
	})
	return err
}

// integrityKey is the key of MESSAGE-INTEGRITY for a living member's unexpired user name.
func (x *exchange) integrityKey(username, claimed string) ([]byte, bool) {
	x.mu.RLock()
	_, ok := x.identify(username)
	x.mu.RUnlock()
	if !ok || claimed != realm {
		return nil, false
	}
	return turn.GenerateAuthKey(username, realm, password(x.secret, username)), true
}

// hooks keeps the exchange in step with pion. They run before pion answers the request that caused
// them.
func hooks(x *exchange, l *leg) turn.EventHandler {
	port := func(relay net.Addr) uint16 { return addrPort(relay).Port() }
	return turn.EventHandler{
		OnAuth: func(from, _ net.Addr, _, username, _ string, _ string, verdict bool) {
			if verdict {
				x.renew(l, addrPort(from), username)
			}
		},
		OnAllocationCreated: func(from, _ net.Addr, _, username, _ string, relay net.Addr, _ int) {
			x.adopt(l, addrPort(from), username, port(relay))
		},
		OnPermissionCreated: func(_, _ net.Addr, _, _, _ string, relay net.Addr,
			_ net.IP) {
			x.permit(port(relay), true)
		},
		OnPermissionDeleted: func(_, _ net.Addr, _, _, _ string, relay net.Addr,
			_ net.IP) {
			x.permit(port(relay), false)
		},
		OnChannelCreated: func(_, _ net.Addr, _, _, _ string, relay, peer net.Addr, number uint16) {
			x.bind(port(relay), number, port(peer))
		},
		OnChannelDeleted: func(_, _ net.Addr, _, _, _ string, relay, _ net.Addr, number uint16) {
			x.unbind(port(relay), number)
		},
	}
}

// portGenerator hands virtual ports to pion in place of sockets.
type portGenerator struct{ c *control }

func (portGenerator) Validate() error { return nil }

func (g portGenerator) AllocatePacketConn(string, int) (net.PacketConn, net.Addr, error) {
	a, err := g.c.x.open(g.c.even)
	if err != nil {
		return nil, nil, err
	}
	return a, a.LocalAddr(), nil
}

func (portGenerator) AllocateConn(string, int) (net.Conn, net.Addr, error) {
	return nil, nil, errNoStreams
}

// silence is a logger that drops everything, for pion writes addresses and user names at every
// level.
type silence struct{}

func (silence) NewLogger(string) logging.LeveledLogger { return silence{} }
func (silence) Trace(string)                           {}
func (silence) Tracef(string, ...any)                  {}
func (silence) Debug(string)                           {}
func (silence) Debugf(string, ...any)                  {}
func (silence) Info(string)                            {}
func (silence) Infof(string, ...any)                   {}
func (silence) Warn(string)                            {}
func (silence) Warnf(string, ...any)                   {}
func (silence) Error(string)                           {}
func (silence) Errorf(string, ...any)                  {}
