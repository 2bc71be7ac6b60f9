package turnserver

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"github.com/pion/stun/v3"
	"github.com/pion/turn/v4"
)

// joinPiped opens a stream in memory and allocates on it.
func (r *relay) joinPiped(t *testing.T, to pipes, port int, peer string) (*rawClient, net.Conn) {
	t.Helper()
	ours, theirs := net.Pipe()
	to.conns <- piped{theirs, port}
	c := &rawClient{t: t, conn: turn.NewSTUNConn(ours), server: to.Addr()}
	c.username, c.password, _ = r.Credentials("room", peer)
	if code := c.request(stun.MethodAllocate, requestedTransport(protocolUDP)); code != 0 {
		t.Fatalf("Allocate was answered with %d", code)
	}
	return c, ours
}

func TestAClientThatDoesNotReadIsDroppedAndHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		listener := pipes{make(chan net.Conn), make(chan struct{})}
		s, err := New(Config{Listeners: []net.Listener{listener}, Address: net.IPv4(192, 0, 2, 1)})
		if err != nil {
			t.Fatal(err)
		}
		r := &relay{Server: s}
		a, _ := r.joinPiped(t, listener, 1000, "a")
		b, socket := r.joinPiped(t, listener, 1001, "b")
		a.bindChannel(turnmsg.FirstChannel, b)
		b.bindChannel(turnmsg.FirstChannel, a)
		began := time.Now()
		for range 100 { // more than a queue holds
			a.sendChannelData(turnmsg.FirstChannel, make([]byte, 1000))
		}
		synctest.Wait()
		if r.Stats().Drops["queue_full"] == 0 || time.Since(began) != 0 {
			t.Errorf("after %v: %+v", time.Since(began), r.Stats())
		}
		if code := a.request(stun.MethodRefresh, lifetime(600)); code != 0 {
			t.Errorf("the sender's Refresh was answered with %d", code)
		}
		time.Sleep(stalledWrite)
		synctest.Wait()
		if n, err := socket.Read(make([]byte, 1)); err == nil {
			t.Errorf("after %v it still reads %d bytes", time.Since(began), n)
		}
		if r.Stats().Allocations != 1 {
			t.Error("its allocation is still there")
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

func TestAClientThatReadsSlowlyGetsWhatTheQueueHoldsInOrder(t *testing.T) {
	t.Parallel()
	for _, network := range []string{"tcp", "tls"} {
		r := startRelay(t, nil)
		a, b := r.memberClient(t, "udp", "room", "a", true), r.memberClient(t, network, "room", "b",
			true)
		a.bindChannel(turnmsg.FirstChannel, b)
		b.bindChannel(turnmsg.FirstChannel, a)
		sent := 0
		send := func() {
			a.sendChannelData(turnmsg.FirstChannel, append([]byte{byte(sent >> 16), byte(sent >> 8),
				byte(sent)}, make([]byte, 997)...))
			sent++
		}
		// Until the socket's buffers and the queue are full, however many are lost on the way to
		// the relay.
		for end := time.Now().Add(patience); r.Stats().Drops["queue_full"] == 0; send() {
			if time.Now().After(end) {
				t.Fatalf("over %s nothing was dropped", network)
			}
			if sent%16 == 0 {
				time.Sleep(50 * time.Microsecond)
			}
		}
		got, full := make(chan []byte, 64), sent
		go b.collectData(got)
		// what is sent now comes when the queue has let go of what it held
		for last, came := -1, 0; last < full; {
			select {
			case data := <-got:
				i := int(data[0])<<16 | int(data[1])<<8 | int(data[2])
				if len(data) != 1000 || i <= last {
					t.Fatalf("over %s, packet %d of %d bytes came after %d", network, i, len(data),
						last)
				}
				if last, came = i, came+1; last >= full && came < 64 {
					t.Errorf("over %s only %d packets came", network, came)
				}
			case <-time.After(10 * time.Millisecond):
				send()
			}
		}
		if code := a.request(stun.MethodRefresh, lifetime(600)); code != 0 {
			t.Errorf("the sender's Refresh was answered with %d", code)
		}
	}
}
