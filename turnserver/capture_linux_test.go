package turnserver

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"

	"golang.org/x/sys/unix"
)

// wire is what was seen of a marker on all interfaces of the machine.
type wire struct {
	fd      int
	marker  []byte
	stopped atomic.Bool
	done    chan struct{}
	seen    []string // "from>to" of every packet with the marker in it
}

// listenToTheWire captures packets with a marker until stop is called. It needs the right to do so.
func listenToTheWire(t *testing.T, marker []byte) *wire {
	t.Helper()
	all := binary.BigEndian.Uint16(binary.NativeEndian.AppendUint16(nil, unix.ETH_P_ALL))
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM, int(all))
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		t.Skip("capturing packets needs CAP_NET_RAW")
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, 64<<20)
	if err := unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO,
		&unix.Timeval{Usec: 50_000}); err != nil {
		t.Fatal(err)
	}
	w := &wire{fd: fd, marker: marker, done: make(chan struct{})}
	go w.capture()
	return w
}

// capture reads until nothing has come for a moment after stop.
func (w *wire) capture() {
	defer close(w.done)
	buffer := make([]byte, 1<<16)
	for {
		n, _, err := unix.Recvfrom(w.fd, buffer, 0)
		switch {
		case err == nil && bytes.Contains(buffer[:n], w.marker):
			w.seen = append(w.seen, endpoints(buffer[:n]))
		case errors.Is(err, unix.EAGAIN) && w.stopped.Load():
			return
		case err != nil && !errors.Is(err, unix.EINTR) && !errors.Is(err, unix.EAGAIN):
			w.seen = append(w.seen, err.Error())
			return
		}
	}
}

// stopCapture ends the capture and returns what it saw.
func (w *wire) stopCapture(t *testing.T) []string {
	t.Helper()
	time.Sleep(100 * time.Millisecond)
	w.stopped.Store(true)
	<-w.done
	stats, err := unix.GetsockoptTpacketStats(w.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil || stats.Drops > 0 {
		t.Errorf("the capture is not whole: %+v, %v", stats, err)
	}
	_ = unix.Close(w.fd)
	return w.seen
}

// endpoints reads who sends a packet to whom.
func endpoints(packet []byte) string {
	var from, to netip.Addr
	var ports []byte
	if packet[0]>>4 == 4 {
		from, to = netip.AddrFrom4([4]byte(packet[12:16])), netip.AddrFrom4([4]byte(packet[16:20]))
		ports = packet[int(packet[0]&15)*4:]
	} else {
		from, to = netip.AddrFrom16(
			[16]byte(packet[8:24])), netip.AddrFrom16([16]byte(packet[24:40]))
		ports = packet[40:]
	}
	return fmt.Sprint(netip.AddrPortFrom(from, binary.BigEndian.Uint16(ports)), ">",
		netip.AddrPortFrom(to, binary.BigEndian.Uint16(ports[2:])))
}

func TestNothingForAForbiddenPeerIsOnAnyWire(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	marker := []byte("let me out " + rand.Text())
	for _, network := range []string{"udp", "udp6", "plain", "tcp"} {
		t.Run(network, func(t *testing.T) {
			w := listenToTheWire(t, marker)
			r := startRelay(t, nil)
			c := r.memberClient(t, network, "room", "a", true)
			tryForbidden(t, c, 9, marker)
			clientSide := c.conn.LocalAddr().String() + ">" + c.server.String()
			seen := w.stopCapture(t)
			for _, packet := range seen {
				if packet != clientSide {
					t.Errorf("%s carried it", packet)
				}
			}
			if len(seen) < 2*len(forbidden) && network != "tcp" || len(seen) == 0 {
				t.Errorf("the capture saw %d packets of the client itself, so it proves nothing",
					len(seen))
			}
		})
	}
}

func TestTheCaptureSeesWhatLeaves(t *testing.T) {
	marker := []byte("seen " + rand.Text())
	w := listenToTheWire(t, marker)
	r := startRelay(t, nil)
	a, b := r.memberClient(t, "udp", "room", "a", true), r.memberClient(t, "udp", "room", "b", true)
	a.bindChannel(turnmsg.FirstChannel, b)
	b.bindChannel(turnmsg.FirstChannel, a)
	a.sendChannelData(turnmsg.FirstChannel, marker)
	b.expectChannelData(turnmsg.FirstChannel, marker)
	want := net.JoinHostPort("127.0.0.1", portOf(r.addresses["udp"])) + ">" +
		b.conn.LocalAddr().String()
	for _, packet := range w.stopCapture(t) {
		if packet == want {
			return
		}
	}
	t.Error("a relayed packet was not captured")
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}
