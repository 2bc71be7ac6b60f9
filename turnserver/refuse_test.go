package turnserver

import (
	"net"
	"net/netip"
	"testing"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// relayed is an address with the relay's IP.
func relayed(r *relay, port uint16) netip.AddrPort {
	return netip.AddrPortFrom(r.table.relayed, port)
}

func TestRefusalsCarryTheCodeOfTheStandard(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	us := peer(*net.UDPAddrFromAddrPort(relayed(r, 2000)))
	v6 := peer{IP: net.ParseIP("2001:db8::1"), Port: 2000}
	elsewhere := peer{IP: net.IPv4(192, 0, 2, 2), Port: 2000}
	family := func(b byte) attribute {
		return attribute{stun.AttrRequestedAddressFamily,
			[]byte{b, 0, 0, 0}}
	}
	second := func(b byte) attribute {
		return attribute{turnmsg.AttrAdditionalAddressFamily,
			[]byte{b, 0, 0, 0}}
	}
	token, even := attribute{stun.AttrReservationToken,
		make([]byte, 8)}, attribute{stun.AttrEvenPort, []byte{0x80, 0, 0, 0}[:1]}
	for _, c := range []struct {
		name      string
		allocated bool
		method    stun.Method
		with      []stun.Setter
		code      stun.ErrorCode
	}{
		{"TCP towards the peer", false, stun.MethodAllocate, []stun.Setter{requestedTransport(6)},
			442},
		{"another protocol towards the peer", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(132)}, 442},
		{"an IPv6 relayed address", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), family(2)}, 440},
		{"an IPv4 relayed address", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), family(1)}, 0},
		{"a relayed address of no family", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), family(3)}, 440},
		{"a family and a reservation", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), family(1), token}, 400},
		{"an IPv6 relayed address besides", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), second(2)}, 0},
		{"an IPv4 relayed address besides", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), second(1)}, 400},
		{"a family and one besides", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), family(1), second(2)}, 400},
		{"a family besides and a reservation", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), second(2), token}, 400},
		{"a family besides and the next port", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), second(2), even}, 400},
		{"an even port", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), attribute{stun.AttrEvenPort, []byte{0}}}, 0},
		{"an even port and the next one", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), even}, 508},
		{"the port after an even one", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), token}, 508},
		{"packets in one piece", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), attribute{stun.AttrDontFragment, nil}}, 420},
		{"what has to be understood", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), attribute{0x7777, nil}}, 420},
		{"what need not be understood", false, stun.MethodAllocate,
			[]stun.Setter{requestedTransport(17), attribute{0x8777, nil}}, 0},
		{"a refresh that has to be understood", true, stun.MethodRefresh,
			[]stun.Setter{attribute{0x7777, nil}}, 420},
		{"a permission that has to be understood", true, stun.MethodCreatePermission,
			[]stun.Setter{us, attribute{0x7777, nil}}, 420},
		{"a channel that has to be understood", true, stun.MethodChannelBind,
			[]stun.Setter{us, channelNumber(0x4000), attribute{0x7777, nil}}, 420},
		{"a second allocation", true, stun.MethodAllocate, []stun.Setter{requestedTransport(17)},
			437},
		{"an allocation that does not say for what", false, stun.MethodAllocate, nil, 400},
		{"a refresh of nothing", false, stun.MethodRefresh, nil, 437},
		{"a permission for nothing", false, stun.MethodCreatePermission, []stun.Setter{us}, 437},
		{"a channel for nothing", false, stun.MethodChannelBind,
			[]stun.Setter{us, channelNumber(0x4000)}, 437},
		{"a permission for nobody", true, stun.MethodCreatePermission, nil, 400},
		{"a permission for the relay", true, stun.MethodCreatePermission, []stun.Setter{us}, 0},
		{"a permission for somebody else", true, stun.MethodCreatePermission,
			[]stun.Setter{elsewhere}, 403},
		{"a permission for the relay and somebody else", true, stun.MethodCreatePermission,
			[]stun.Setter{us, elsewhere}, 403},
		{"a permission for the other family", true, stun.MethodCreatePermission, []stun.Setter{v6},
			443},
		{"a channel to the relay", true, stun.MethodChannelBind,
			[]stun.Setter{us, channelNumber(0x4000)}, 0},
		{"a channel to somebody else", true, stun.MethodChannelBind,
			[]stun.Setter{elsewhere, channelNumber(0x4000)}, 403},
		{"a channel number too low", true, stun.MethodChannelBind,
			[]stun.Setter{us, channelNumber(0x3fff)}, 400},
		{"a channel number too high", true, stun.MethodChannelBind,
			[]stun.Setter{us, channelNumber(0x8000)}, 400},
		{"a channel without a number", true, stun.MethodChannelBind, []stun.Setter{us}, 400},
		{"a channel without a peer", true, stun.MethodChannelBind,
			[]stun.Setter{channelNumber(0x4000)}, 400},
	} {
		// All stay open to the end: the port of one that has gone may be given to the next, which
		// then has its allocation.
		client := r.memberClient(t, "udp", "room", "a", c.allocated)
		t.Run(c.name, func(t *testing.T) {
			if code := client.request(c.method, c.with...); code != c.code {
				t.Errorf("the answer was %d, not %d", code, c.code)
			}
		})
	}
}

func TestAnAllocationObeysItsOwnerOnly(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	us := peer(*net.UDPAddrFromAddrPort(relayed(r, 2000)))
	for _, other := range [][2]string{{"room", "b"}, {"other room", "a"}} {
		c := r.memberClient(t, "udp", "room", "a", true)
		c.username, c.password, _ = r.Credentials(other[0], other[1])
		for method, attributes := range map[stun.Method][]stun.Setter{
			stun.MethodRefresh:          {lifetime(0)},
			stun.MethodCreatePermission: {us},
			stun.MethodChannelBind:      {us, channelNumber(0x4000)},
		} {
			if code := c.request(method, attributes...); code != stun.CodeWrongCredentials {
				t.Errorf("%v by %v was answered with %d", method, other, code)
			}
		}
	}
	if n := r.Stats().Allocations; n != 2 {
		t.Errorf("%d allocations are left of 2", n)
	}
}
