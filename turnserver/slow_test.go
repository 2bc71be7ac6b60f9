package turnserver

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pion/stun/v3"
	"github.com/pion/turn/v4"
)

// piped opens a stream in memory and allocates on it.
func (r *relay) piped(t *testing.T, to pipes, port int, peer string) (*raw, net.Conn) {
	t.Helper()
	ours, theirs := net.Pipe()
	to.conns <- piped{theirs, port}
	c := &raw{t: t, conn: turn.NewSTUNConn(ours), server: to.Addr()}
	c.username, c.password, _ = r.Credentials("room", peer)
	if code := c.ask(stun.MethodAllocate, transport(protocolUDP)); code != 0 {
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
		a, _ := r.piped(t, listener, 1000, "a")
		b, socket := r.piped(t, listener, 1001, "b")
		a.bind(firstChannel, b)
		b.bind(firstChannel, a)
		began := time.Now()
		for range 100 { // more than a queue holds
			a.channelData(firstChannel, make([]byte, 1000))
		}
		synctest.Wait()
		if r.Stats().Drops["queue_full"] == 0 || time.Since(began) != 0 {
			t.Errorf("after %v: %+v", time.Since(began), r.Stats())
		}
		if code := a.ask(stun.MethodRefresh, lifetime(600)); code != 0 {
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
		a, b := r.as(t, "udp", "room", "a", true), r.as(t, network, "room", "b", true)
		a.bind(firstChannel, b)
		b.bind(firstChannel, a)
		const count = 15_000 // more than the socket's buffers and the queue take
		for i := range count {
			a.channelData(firstChannel, append([]byte{byte(i >> 16), byte(i >> 8), byte(i)}, make([]byte, 997)...))
			if i%16 == 0 {
				time.Sleep(50 * time.Microsecond)
			}
		}
		if r.Stats().Drops["queue_full"] == 0 {
			t.Errorf("over %s nothing was dropped", network)
		}
		got := make(chan []byte, count)
		go b.collect(got)
		last, came := -1, 0
		for waiting := true; waiting; {
			select {
			case data := <-got:
				if i := int(data[0])<<16 | int(data[1])<<8 | int(data[2]); len(data) != 1000 || i <= last {
					t.Fatalf("over %s, packet %d of %d bytes came after %d", network, i, len(data), last)
				} else {
					last = i
				}
				came++
			case <-time.After(200 * time.Millisecond):
				waiting = false
			}
		}
		if came < 64 {
			t.Errorf("over %s only %d packets came", network, came)
		}
		if code := a.ask(stun.MethodRefresh, lifetime(600)); code != 0 {
			t.Errorf("the sender's Refresh was answered with %d", code)
		}
	}
}
