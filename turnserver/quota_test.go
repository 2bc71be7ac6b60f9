package turnserver

import (
	"net"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
)

func TestQuotas(t *testing.T) {
	t.Parallel()
	small := func(c *Config) { c.Quotas = Quotas{Peer: 2, Room: 4, Source: 6, Total: 8} }
	type member struct{ network, room, peer string }
	for name, c := range map[string]struct {
		before []member
		other  member // who may still have one
	}{
		"of a peer": {[]member{{"udp", "room", "a"}, {"tcp", "room", "a"}},
			member{"udp", "room", "b"}},
		"of a room": {[]member{{"udp", "room", "a"}, {"udp", "room", "a"}, {"udp", "room", "b"},
			{"tcp", "room", "b"}}, member{"udp", "other", "a"}},
		"of a source": {[]member{{"udp", "room", "a"}, {"udp", "room", "a"}, {"udp", "room", "b"},
			{"tcp", "room", "b"}, {"tcp", "2", "a"}, {"udp", "2", "a"}},
			member{"udp6", "other", "a"}},
		"in total": {[]member{{"udp", "1", "a"}, {"udp", "1", "b"}, {"udp", "1", "c"},
			{"udp6", "1", "d"}, {"udp6", "2", "a"}, {"udp6", "2", "b"}, {"udp6", "2", "c"},
			{"tcp", "2", "d"}}, member{}},
	} {
		t.Run(name, func(t *testing.T) {
			r := startRelay(t, small)
			var clients []*rawClient
			for _, m := range c.before {
				clients = append(clients, r.memberClient(t, m.network, m.room, m.peer, true))
			}
			last := c.before[len(c.before)-1]
			again := r.memberClient(t, last.network, last.room, last.peer, false)
			if code := again.request(stun.MethodAllocate,
				requestedTransport(17)); code != stun.CodeAllocQuotaReached {
				t.Errorf("one more was answered with %d", code)
			}
			if c.other.network != "" {
				r.memberClient(t, c.other.network, c.other.room, c.other.peer, true)
			}
			if code := clients[len(clients)-1].request(stun.MethodRefresh, lifetime(0)); code != 0 {
				t.Fatalf("giving one back was answered with %d", code)
			}
			if code := again.request(stun.MethodAllocate, requestedTransport(17)); code != 0 {
				t.Errorf("after one was given back, the answer was %d", code)
			}
		})
	}
	t.Run("of channels", func(t *testing.T) {
		c := startRelay(t, nil).memberClient(t, "udp", "room", "a", true)
		bind := func(i int) stun.ErrorCode {
			to := peer{IP: net.IPv4(192, 0, 2, 1), Port: 2000 + i}
			return c.request(stun.MethodChannelBind, to,
				channelNumber(uint16(turnmsg.FirstChannel+i)))
		}
		for i := range maxChannels {
			if code := bind(i); code != 0 {
				t.Fatalf("channel %d was answered with %d", i, code)
			}
		}
		if code := bind(maxChannels); code != stun.CodeInsufficientCapacity {
			t.Errorf("one more was answered with %d", code)
		}
		if code := bind(0); code != 0 {
			t.Errorf("refreshing one of them was answered with %d", code)
		}
	})
}

func TestARoomHasItsBandwidthAndNoOtherSuffers(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "tcp", "plain"} {
		for size, counts := range map[int]uint64{1000: 1000 + packetHeaders, 0: leastCounted} {
			const a20th = 20 // of a second's is what one packet counts
			r := startRelay(t, func(c *Config) { c.Quotas.Bandwidth = int64(a20th * counts) })
			a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network,
				"room", "b", true)
			a.bindChannel(turnmsg.FirstChannel, b)
			b.bindChannel(turnmsg.FirstChannel, a)
			began := time.Now()
			for range 2 * a20th {
				a.sendChannelData(turnmsg.FirstChannel, make([]byte, size))
				time.Sleep(time.Millisecond)
			}
			waitFor(t, "all packets to be dealt with",
				func() bool { return r.Stats().Packets+r.Stats().Drops["over_rate"] == 2*a20th })
			// what a second has, and what has come meanwhile
			most := a20th + uint64(a20th*time.Since(began).Seconds()) + 1
			if s := r.Stats(); s.Packets < a20th || s.Packets > most ||
				s.Bytes != uint64(size)*s.Packets {
				t.Errorf("over %s, of packets of %d bytes: %+v", network, size, s)
			}
			c, d := r.memberClient(t, network, "other", "c", true), r.memberClient(t, network,
				"other", "d", true)
			c.bindChannel(turnmsg.FirstChannel, d)
			d.bindChannel(turnmsg.FirstChannel, c)
			c.sendChannelData(turnmsg.FirstChannel, []byte("another room"))
			d.expectChannelData(turnmsg.FirstChannel, []byte("another room"))
		}
	}
}

func TestQuotasOutOfBoundsAreRefused(t *testing.T) {
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, q := range []Quotas{{Peer: -1}, {Room: -1}, {Source: -1}, {Total: -1},
		{Total: MostAllocations + 1}, {Bandwidth: -1}, {TotalBandwidth: -1}, {Traffic: -1}} {
		if _, err := New(Config{PacketConns: []net.PacketConn{conn},
			Address: net.IPv4(192, 0, 2, 1), Quotas: q}); err != errQuotas {
			t.Errorf("%+v: %v", q, err)
		}
	}
}
