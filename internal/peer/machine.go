package peer

import (
	"maps"
	"net"
	"net/netip"
	"sync"
	"time"

	"einmal/internal/peer/rtc"
)

// watchPause is how soon a change of this machine's addresses is noticed. Without that, a path from
// an address that is gone is only known to be dead after nine seconds of silence.
const watchPause = time.Second

// machine watches the addresses of this machine for all calls of the process, while there are any.
var machine = machineWatch{calls: map[*Call]struct{}{}}

// machineWatch is safe for concurrent use.
type machineWatch struct {
	mu        sync.Mutex
	calls     map[*Call]struct{}
	addresses map[netip.Addr]bool // when they were read last; never changed
}

func (w *machineWatch) add(c *Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls[c] = struct{}{}
	if len(w.calls) == 1 {
		w.addresses = readAddresses()
		time.AfterFunc(watchPause, w.look)
	}
}

func (w *machineWatch) remove(c *Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.calls, c)
}

// look tells all calls of a change.
func (w *machineWatch) look() {
	now := readAddresses()
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.calls) == 0 {
		return
	}
	time.AfterFunc(watchPause, w.look)
	before := w.addresses
	if now == nil || maps.Equal(before, now) {
		return
	}
	w.addresses = now
	change := rtc.NetworkChange{Has: func(a netip.Addr) bool { return now[a.Unmap().WithZone("")] }}
	for a := range before {
		change.IsLoss = change.IsLoss || !now[a]
	}
	for c := range w.calls {
		c.tasks.Enqueue(func() { c.handleNetworkChange(change) })
	}
}

// readAddresses returns nil if the system does not tell.
func readAddresses() map[netip.Addr]bool {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	addresses := make(map[netip.Addr]bool, len(all))
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil {
			addresses[prefix.Addr().Unmap()] = true
		}
	}
	return addresses
}

// handleNetworkChange looks after what began at an address that is gone. The signalling comes
// first: without it no pair can negotiate.
func (c *Call) handleNetworkChange(change rtc.NetworkChange) {
	if c.over {
		return
	}
	c.socket.FollowNetwork(change.Has)
	for _, p := range c.pairs {
		if p.Conn != nil && !p.IsClosed {
			p.Conn.FollowNetwork(change)
		}
	}
}
