package turnserver

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"einmal/turnserver/internal/turnmsg"
)

// TestDataNeedsThePermissionOfBothEnds: of the sender for what it sends in an indication, and of
// the receiver for what comes without a channel to the sender.
func TestDataNeedsThePermissionOfBothEnds(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"udp", "plain", "tcp"} {
		for name, c := range map[string]struct {
			// who has permitted, and whether the receiver has a channel
			sender, receiver, channel bool
			reaches                   bool
		}{
			"nobody's":                          {false, false, false, false},
			"the sender's alone":                {true, false, false, false},
			"the receiver's":                    {false, true, false, false},
			"the receiver's, who has a channel": {false, true, true, false},
			"both":                              {true, true, false, true},
			"both, and a channel":               {true, true, true, true},
		} {
			t.Run(name+" over "+network, func(t *testing.T) {
				t.Parallel()
				r := startRelay(t, nil)
				a, b := r.memberClient(t, network, "room", "a", true), r.memberClient(t, network,
					"room", "b", true)
				if c.sender {
					a.permit()
				}
				switch {
				case c.channel:
					b.bindChannel(turnmsg.FirstChannel, a)
				case c.receiver:
					b.permit()
				}
				a.sendIndication(peer(b.relayed), []byte("12345678"))
				dealt := func() uint64 { return r.Stats().Packets + r.Stats().Drops["unpermitted"] }
				waitFor(t, "the data to be dealt with", func() bool { return dealt() == 1 })
				if (r.Stats().Packets == 1) != c.reaches {
					t.Errorf("%d packets were relayed", r.Stats().Packets)
				}
				if c.channel && c.reaches {
					b.expectChannelData(turnmsg.FirstChannel, []byte("12345678"))
				}
			})
		}
	}
}

// TestAPermissionLapses: after five minutes, as RFC 8656, 9, has it.
func TestAPermissionLapses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipes{make(chan net.Conn), make(chan struct{})}
		s, err := New(Config{Listeners: []net.Listener{listener}, Address: net.IPv4(192, 0, 2, 1)})
		if err != nil {
			t.Fatal(err)
		}
		r := &relay{Server: s}
		a, _ := r.joinPiped(t, listener, 1000, "a")
		b, _ := r.joinPiped(t, listener, 1001, "b")
		send := func(want string, count uint64) {
			t.Helper()
			a.sendIndication(peer(b.relayed), []byte("12345678"))
			synctest.Wait()
			if s := r.Stats(); want == "" && s.Packets != count ||
				want != "" && s.Drops[want] != count {
				t.Errorf("the counters say %+v", s)
			}
		}
		a.permit()
		b.permit()
		go b.collectData(make(chan []byte, 10))
		time.Sleep(4*time.Minute + 50*time.Second)
		send("", 1)
		a.permit() // so that its own is good for longer than the receiver's
		time.Sleep(20 * time.Second)
		send("unpermitted", 1)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}
