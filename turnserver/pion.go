package turnserver

import (
	"errors"
	"io"
	"net"
	"net/netip"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/logging"
	"github.com/pion/turn/v4"
)

// noLogs is for pion, which writes addresses and user names at every level.
var noLogs = &logging.DefaultLoggerFactory{
	Writer: io.Discard, DefaultLogLevel: logging.LogLevelDisabled,
}

var errNoStreams = errors.New("relayed addresses over TCP are not offered")

// startPion starts a pion server on a transport. Each transport has its own, so that its events are
// about that transport.
func startPion(c *pionConn) error {
	table := c.table
	onlyUs := func(_ net.Addr, peer net.IP) bool { // to pion, nil means everybody
		ip, ok := netip.AddrFromSlice(peer)
		return ok && ip.Unmap() == table.relayed
	}
	_, err := turn.NewServer(turn.ServerConfig{
		Realm:         auth.Realm,
		LoggerFactory: noLogs,
		InboundMTU:    turnmsg.MaxMessageSize + 1, // pion drops what fills its buffer
		AuthHandler: func(username, realm string, _ net.Addr) ([]byte, bool) {
			return table.integrityKey(username, realm)
		},
		QuotaHandler: func(username, _ string, from net.Addr) bool {
			return table.admitAllocation(username, addrPort(from))
		},
		EventHandler: eventHandler(table, c.transport),
		PacketConnConfigs: []turn.PacketConnConfig{
			{PacketConn: c, RelayAddressGenerator: portGenerator{c}, PermissionHandler: onlyUs},
		},
	})
	return err
}

// eventHandler keeps the table in step with pion. Events run before pion answers the request that
// caused them.
func eventHandler(table *allocationTable, tr *transport) turn.EventHandler {
	port := func(relay net.Addr) uint16 { return addrPort(relay).Port() }
	return turn.EventHandler{
		OnAuth: func(from, _ net.Addr, _, username, _ string, _ string, verdict bool) {
			if verdict {
				table.extendLifetime(tr, addrPort(from), username)
			}
		},
		OnAllocationCreated: func(from, _ net.Addr, _, username, _ string, relay net.Addr, _ int) {
			table.assignOwner(tr, addrPort(from), username, port(relay))
		},
		OnPermissionCreated: func(_, _ net.Addr, _, _, _ string, relay net.Addr, _ net.IP) {
			table.setPermission(port(relay), true)
		},
		OnPermissionDeleted: func(_, _ net.Addr, _, _, _ string, relay net.Addr, _ net.IP) {
			table.setPermission(port(relay), false)
		},
		OnChannelCreated: func(_, _ net.Addr, _, _, _ string, relay, peer net.Addr, number uint16) {
			table.addChannel(port(relay), number, port(peer))
		},
		OnChannelDeleted: func(_, _ net.Addr, _, _, _ string, relay, _ net.Addr, number uint16) {
			table.removeChannel(port(relay), number)
		},
	}
}

// portGenerator hands virtual ports to pion in place of sockets.
type portGenerator struct{ conn *pionConn }

func (portGenerator) Validate() error { return nil }

func (g portGenerator) AllocatePacketConn(string, int) (net.PacketConn, net.Addr, error) {
	a, err := g.conn.table.newAllocation(g.conn.wantsEvenPort)
	if err != nil {
		return nil, nil, err
	}
	return a, a.LocalAddr(), nil
}

func (portGenerator) AllocateConn(string, int) (net.Conn, net.Addr, error) {
	return nil, nil, errNoStreams
}
