package turnserver

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"einmal/turnserver/internal/auth"
	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

// TestDataPassesWhileARequestIsDealtWith: pion stands still, and so many requests come that the
// queue is full.
func TestDataPassesWhileARequestIsDealtWith(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "plain", "tcp"} {
		t.Run(network, func(t *testing.T) {
			r := startRelay(t, nil)
			a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network,
				"room", "b", true)
			a.bindChannel(turnmsg.FirstChannel, b)
			b.bindChannel(turnmsg.FirstChannel, a)
			r.table.requestMu.Lock()
			refresh := a.signedRequest(stun.MethodRefresh, lifetime(600))
			for n := range maxQueuedRequests + 10 {
				if _, err := a.conn.WriteTo(refresh.Raw, a.server); err != nil {
					t.Fatal(err)
				}
				if n%16 == 0 { // whatever the socket's buffer holds
					a.sendChannelData(turnmsg.FirstChannel, []byte{1, 2, 3, 4, 5, 6, byte(n / 16)})
					b.expectChannelData(turnmsg.FirstChannel,
						[]byte{1, 2, 3, 4, 5, 6, byte(n / 16)})
				}
			}
			// one is being dealt with
			waitFor(t, "the last to be dropped",
				func() bool { return r.Stats().Drops["busy"] == 9 })
			r.table.requestMu.Unlock()
			for _, c := range r.pionConns {
				waitFor(t, "the others to be dealt with",
					func() bool { return len(c.requests) == 0 })
			}
			if code := b.request(stun.MethodRefresh, lifetime(600)); code != 0 {
				t.Errorf("then Refresh was answered with %d", code)
			}
		})
	}
}

// TestRequestsOfAllSocketsAreDealtWithOneByOne: while one of any socket is dealt with, the others
// wait.
func TestRequestsOfAllSocketsAreDealtWithOneByOne(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	var all []*rawClient
	for network := range r.addresses {
		all = append(all, r.memberClient(t, network, "room", "a", true))
	}
	before := r.Stats().Drops["refused"]
	r.table.requestMu.Lock()
	for _, c := range all {
		if _, err := c.conn.WriteTo(c.certainRequest().Raw, c.server); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(100 * time.Millisecond)
	if n := r.Stats().Drops["refused"] - before; n != 0 {
		t.Errorf("%d were dealt with meanwhile", n)
	}
	r.table.requestMu.Unlock()
	waitFor(t, "all of them",
		func() bool { return r.Stats().Drops["refused"]-before == uint64(len(all)) })
}

// behind adds an attribute after MESSAGE-INTEGRITY.
func behind(m *stun.Message, kind stun.AttrType, value []byte) *stun.Message {
	m.Add(kind, value)
	return m
}

func TestWhatFollowsTheIntegrityIsIgnored(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	for _, network := range []string{"udp", "tcp"} {
		c := r.memberClient(t, network, "room", "a", true)
		for name, m := range map[string]*stun.Message{
			"a lifetime of nothing": behind(c.signedRequest(stun.MethodRefresh), stun.AttrLifetime,
				make([]byte, 4)),
			"a lifetime of no size": behind(c.signedRequest(stun.MethodRefresh), stun.AttrLifetime,
				make([]byte, 1)),
			"something unknown": behind(c.signedRequest(stun.MethodRefresh), 0x7777, []byte("x")),
			"integrity of another kind": behind(c.signedRequest(stun.MethodRefresh),
				stun.AttrMessageIntegritySHA256, make([]byte, 32)),
			"another integrity": behind(c.signedRequest(stun.MethodRefresh),
				stun.AttrMessageIntegrity, make([]byte, 20)),
			"another user and a nonce": behind(behind(c.signedRequest(stun.MethodRefresh),
				stun.AttrUsername, []byte("x")), stun.AttrNonce, []byte("x")),
			"a peer that is not allowed": behind(c.signedRequest(stun.MethodCreatePermission,
				rawPeer("192.0.2.1", 1)), stun.AttrXORPeerAddress, make([]byte, 8)),
		} {
			answer := c.roundTrip(m)
			if answer == nil || answer.Type.Class != stun.ClassSuccessResponse {
				t.Errorf("over %s, with %s behind, the answer was %v", network, name, answer)
			}
			if !c.isThere() {
				t.Fatalf("over %s, %s ended the allocation", network, name)
			}
		}
		unsigned := stun.MustBuild(stun.TransactionID,
			stun.NewType(stun.MethodRefresh, stun.ClassRequest),
			stun.NewLongTermIntegrity("x", auth.Realm, "x"))
		for _, a := range []stun.Setter{stun.NewUsername(c.username), stun.NewRealm(auth.Realm),
			c.nonce} {
			if err := a.AddTo(unsigned); err != nil {
				t.Fatal(err)
			}
		}
		var code stun.ErrorCodeAttribute
		if answer := c.roundTrip(unsigned); answer == nil || code.GetFrom(answer) != nil ||
			code.Code != stun.CodeBadRequest {
			t.Errorf("over %s, with user name and nonce behind alone, the answer was %v", network,
				answer)
		}
	}
}

func TestWhatIsNotUnderstoodIsNamed(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	c := r.memberClient(t, "udp", "room", "a", true)
	two := []stun.Setter{attribute{0x7777, []byte("x")}, attribute{0x8777, nil},
		attribute{0x0003, nil}}
	many := append([]stun.Setter{stun.TransactionID, stun.BindingRequest},
		make([]stun.Setter, turnmsg.MaxAttributes)...)
	for i := range turnmsg.MaxAttributes {
		many[2+i] = attribute{stun.AttrType(0x7000 + i), nil}
	}
	for name, test := range map[string]struct {
		request *stun.Message
		count   int
		signed  bool
	}{
		"of a Refresh": {c.signedRequest(stun.MethodRefresh, two...), 2, true},
		"of a Binding": {stun.MustBuild(append([]stun.Setter{stun.TransactionID,
			stun.BindingRequest}, two...)...), 2, false},
		"of a Binding, if any": {stun.MustBuild(many...), turnmsg.MaxUnknown, false},
	} {
		answer := c.roundTrip(test.request)
		if answer == nil || answer.Type.Class != stun.ClassErrorResponse ||
			!turnmsg.IsWellFormed(answer.Raw) {
			t.Fatalf("%s: the answer was %v", name, answer)
		}
		var code stun.ErrorCodeAttribute
		list, err := answer.Get(stun.AttrUnknownAttributes)
		if code.GetFrom(answer) != nil || code.Code != stun.CodeUnknownAttribute || err != nil ||
			len(list) != 2*test.count {
			t.Fatalf("%s: the answer was %v, %x", name, answer, list)
		}
		if test.count == 2 && !bytes.Equal(list, []byte{0x77, 0x77, 0, 3}) ||
			binary.BigEndian.Uint16(list) < 0x7000 {
			t.Errorf("%s: the list is %x", name, list)
		}
		if key := stun.NewLongTermIntegrity(c.username, auth.Realm, c.password); test.signed &&
			key.Check(answer) != nil {
			t.Errorf("%s: the answer is not signed", name)
		}
	}
}

func TestAnEvenPortIsEven(t *testing.T) {
	t.Parallel()
	r := startRelay(t, nil)
	even := attribute{stun.AttrEvenPort, []byte{0}}
	for range 20 {
		c := r.memberClient(t, "udp", "room", "a", false)
		c.request(stun.MethodRefresh) // for a nonce
		answer := c.roundTrip(c.signedRequest(stun.MethodAllocate, requestedTransport(protocolUDP),
			even))
		if c.learnRelayed(answer); answer.Type.Class != stun.ClassSuccessResponse ||
			c.relayed.Port%2 != 0 {
			t.Errorf("the answer was %v, with port %d", answer, c.relayed.Port)
		}
		if answer.Contains(stun.AttrReservationToken) {
			t.Error("the next one was reserved")
		}
	}
	table := r.table
	table.mu.Lock()
	for port := firstPort; port < 65536; port += 2 {
		if table.ports[uint16(port)] == nil {
			table.ports[uint16(port)] = &allocation{table: table, port: uint16(port),
				done: make(chan struct{})}
		}
	}
	table.quotas.Total = 1 << 16
	table.mu.Unlock()
	c := r.memberClient(t, "udp", "room", "a", false)
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP),
		even); code != stun.CodeInsufficientCapacity {
		t.Errorf("when none is left, the answer was %d", code)
	}
}

// TestTooManyRequestsAreNotDealtWith: of a member on its allocation, and of one who has none and so
// is known only when its request was looked at.
func TestTooManyRequestsAreNotDealtWith(t *testing.T) {
	t.Parallel()
	for name, allocated := range map[string]bool{"with an allocation": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			c := r.memberClient(t, "tcp", "room", "a", allocated)
			c.request(stun.MethodRefresh) // for a nonce
			m := c.signedRequest(stun.MethodAllocate, requestedTransport(6))
			counted := func() uint64 {
				s := r.Stats().Drops
				return s["refused"] + s["over_pace"] + s["busy"]
			}
			if allocated {
				m = c.signedRequest(stun.MethodCreatePermission, rawPeer("192.0.2.2", 1))
			}
			before, sent := counted(), uint64(0)
			for r.Stats().Drops["over_pace"] == 0 {
				for range maxQueuedRequests / 2 {
					if _, err := c.conn.WriteTo(m.Raw, c.server); err != nil {
						t.Fatal(err)
					}
				}
				sent += maxQueuedRequests / 2
				waitFor(t, "the requests to be dealt with",
					func() bool { return counted()-before == sent })
				if sent > 10_000 { // fewer than the source may send
					t.Fatalf("%d requests were dealt with", sent)
				}
			}
			if code := r.memberClient(t, "tcp", "room", "b", false).allocate(); code != 0 {
				t.Errorf("another member was answered with %d", code)
			}
		})
	}
}

// TestWhoHasHungUpGetsNoAllocation: its request may still wait, or be dealt with, when it does.
func TestWhoHasHungUpGetsNoAllocation(t *testing.T) {
	r := startRelay(t, nil)
	username, _, _ := r.Credentials("room", "a")
	for _, conn := range r.conns {
		l, ok := conn.(*listener)
		if !ok {
			continue
		}
		a, err := r.table.newAllocation(false)
		if err != nil {
			t.Fatal(err)
		}
		r.table.assignOwner(l.transport, netip.MustParseAddrPort("127.0.0.1:1"), username, a.port)
	}
	if n := r.Stats().Allocations; n != 0 {
		t.Errorf("%d were made", n)
	}
	c := r.memberClient(t, "tcp", "room", "a", true)
	_ = c.conn.Close()
	waitFor(t, "the allocation to end", func() bool { return r.Stats().Allocations == 0 })
}
