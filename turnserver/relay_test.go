package turnserver

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/pion/turn/v4"
)

// relay is a server on real loopback sockets, one UDP and one TCP.
type relay struct {
	*Server
	udp, tcp string
}

func startRelay(t *testing.T, change func(*Config)) *relay {
	t.Helper()
	udp, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	tcp, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	config := Config{PacketConns: []net.PacketConn{udp}, Listeners: []net.Listener{tcp}, Address: net.IPv4(192, 0, 2, 1)}
	if change != nil {
		change(&config)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &relay{Server: s, udp: udp.LocalAddr().String(), tcp: tcp.Addr().String()}
}

// transport opens a socket of a client towards the relay.
func (r *relay) transport(t *testing.T, network string) (net.PacketConn, string) {
	t.Helper()
	if network == "tcp" {
		conn, err := net.Dial("tcp4", r.tcp)
		if err != nil {
			t.Fatal(err)
		}
		return turn.NewSTUNConn(conn), r.tcp
	}
	conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return conn, r.udp
}

// dial makes a pion client over "udp" or "tcp".
func (r *relay) dial(t *testing.T, network, username, password string) *turn.Client {
	t.Helper()
	conn, addr := r.transport(t, network)
	client, err := turn.NewClient(&turn.ClientConfig{
		STUNServerAddr: addr, TURNServerAddr: addr, Conn: conn, Username: username, Password: password,
		Realm: realm, LoggerFactory: silence{}, RTO: 100 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close(); _ = conn.Close() })
	if err := client.Listen(); err != nil {
		t.Fatal(err)
	}
	return client
}

// join allocates for a peer of a room.
func (r *relay) join(t *testing.T, network, room, peer string) net.PacketConn {
	t.Helper()
	username, password, _ := r.Credentials(room, peer)
	conn, err := r.dial(t, network, username, password).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// reaches sends until something arrives or a second has passed, and tells which.
func reaches(t *testing.T, from, to net.PacketConn) bool {
	t.Helper()
	return reachesWithin(t, from, to, time.Second)
}

func reachesWithin(t *testing.T, from, to net.PacketConn, patience time.Duration) bool {
	t.Helper()
	word := make([]byte, 100)
	_, _ = rand.Read(word)
	buffer := make([]byte, maxPacket)
	for end := time.Now().Add(patience); time.Now().Before(end); {
		_, _ = from.WriteTo(word, to.LocalAddr())
		_ = to.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		for {
			n, addr, err := to.ReadFrom(buffer)
			if err != nil {
				break
			}
			if bytes.Equal(buffer[:n], word) {
				if addr.String() != from.LocalAddr().String() {
					t.Errorf("data came from %v instead of its sender's relayed address", addr)
				}
				return true
			}
		}
	}
	return false
}

// permit lets a peer's data in, as a client does by sending.
func permit(conn net.PacketConn, peer net.PacketConn) {
	_, _ = conn.WriteTo([]byte("hello"), peer.LocalAddr())
}

func TestTwoPeersOfARoomReachEachOther(t *testing.T) {
	for _, way := range [][2]string{{"udp", "udp"}, {"tcp", "tcp"}, {"udp", "tcp"}} {
		t.Run(fmt.Sprint(way[0], " and ", way[1]), func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.join(t, way[0], "room", "a"), r.join(t, way[1], "room", "b")
			permit(b, a)
			for range 5 { // first as indications, later on channels
				if !reaches(t, a, b) || !reaches(t, b, a) {
					t.Fatal("nothing came through")
				}
				time.Sleep(20 * time.Millisecond)
			}
			if s := r.Stats(); s.Allocations != 2 || s.Packets < 10 || s.Bytes < 1000 {
				t.Errorf("the counters say %+v", s)
			}
		})
	}
}

func TestPacketsOfAPairKeepTheirOrder(t *testing.T) {
	for _, network := range []string{"udp", "tcp"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.join(t, network, "room", "a"), r.join(t, network, "room", "b")
			permit(b, a)
			if !reaches(t, a, b) {
				t.Fatal("nothing came through")
			}
			const count = 2000
			go func() {
				for i := range count {
					_, _ = a.WriteTo([]byte{byte(i >> 8), byte(i), 0, 0, 0}, b.LocalAddr())
					if i%20 == 0 {
						time.Sleep(time.Millisecond)
					}
				}
			}()
			buffer, last := make([]byte, maxPacket), -1
			for last < count-1 {
				_ = b.SetReadDeadline(time.Now().Add(time.Second))
				n, _, err := b.ReadFrom(buffer)
				if err != nil {
					break
				}
				if n != 5 {
					continue
				}
				if i := int(buffer[0])<<8 | int(buffer[1]); i > last {
					last = i
				} else {
					t.Fatalf("packet %d came after %d", i, last)
				}
			}
			if last < count/2 {
				t.Fatalf("only %d of %d packets came", last+1, count)
			}
		})
	}
}

func TestTwoRoomsNeverCross(t *testing.T) {
	for _, network := range []string{"udp", "tcp"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.join(t, network, "one", "a"), r.join(t, network, "two", "b")
			permit(b, a)
			if reaches(t, a, b) || reaches(t, b, a) {
				t.Fatal("a packet crossed from one room into another")
			}
			if r.Stats().Drops["other_room"] == 0 {
				t.Error("and nothing was counted")
			}
		})
	}
}
