package rtc

import (
	"maps"
	"net"
	"net/netip"
	"sync"
	"time"
)

// WatchPause is how soon a change of this machine's addresses is noticed. Without that, a path from
// an address that is gone is only known to be dead after nine seconds of silence.
const WatchPause = time.Second

// machine watches the addresses of this machine for all calls of the process, while there are any.
var machine = machineWatch{watchers: map[*func(NetworkChange)]struct{}{}}

// machineWatch is safe for concurrent use.
type machineWatch struct {
	mu        sync.Mutex
	watchers  map[*func(NetworkChange)]struct{}
	isLooking bool                // a timer is set
	addresses map[netip.Addr]bool // when they were read last; never changed
}

// WatchNetwork has tell called with each change of this machine's addresses, until stop is. It must
// not block.
func WatchNetwork(tell func(NetworkChange)) (stop func()) {
	machine.mu.Lock()
	defer machine.mu.Unlock()
	machine.watchers[&tell] = struct{}{}
	if !machine.isLooking {
		machine.isLooking = true
		machine.addresses = readAddresses()
		time.AfterFunc(WatchPause, machine.look)
	}
	return func() {
		machine.mu.Lock()
		defer machine.mu.Unlock()
		delete(machine.watchers, &tell)
	}
}

// look tells all of a change.
func (w *machineWatch) look() {
	now := readAddresses()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.isLooking = len(w.watchers) > 0; !w.isLooking {
		return
	}
	time.AfterFunc(WatchPause, w.look)
	before := w.addresses
	if now == nil || maps.Equal(before, now) {
		return
	}
	w.addresses = now
	change := NetworkChange{Has: func(a netip.Addr) bool { return now[a.Unmap().WithZone("")] }}
	for a := range before {
		change.IsLoss = change.IsLoss || !now[a]
	}
	for tell := range w.watchers {
		(*tell)(change)
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
