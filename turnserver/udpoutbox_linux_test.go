package turnserver

import (
	"net"
	"testing"

	"einmal/turnserver/internal/turnmsg"

	"golang.org/x/sys/unix"
)

// TestBurstsArriveThoughTheKernelDoesNotCutThem: it does not where it may not make checksums, nor
// on some paths and devices.
func TestBurstsArriveThoughTheKernelDoesNotCutThem(t *testing.T) {
	r := startRelay(t, func(c *Config) {
		for _, conn := range c.PacketConns {
			udp, ok := conn.(*net.UDPConn)
			if !ok {
				continue
			}
			raw, err := udp.SyscallConn()
			if err != nil {
				t.Fatal(err)
			}
			_ = raw.Control(func(fd uintptr) {
				err = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET,
					unix.SO_NO_CHECK, 1)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
	p, buffer := newPair(t, r, "udp"), make([]byte, turnmsg.MaxMessageSize)
	for _, count := range []int{1, 2, 40} {
		if came := p.sendBurst(t, make([]byte, 1104), buffer, 0, count); came != count {
			t.Errorf("%d of %d packets came in order", came, count)
		}
	}
	if s := r.Stats(); s.Drops["unsendable"] != 0 {
		t.Errorf("the counters say %+v", s)
	}
}
