package turnserver

import (
	"fmt"
	"testing"
	"time"

	"einmal/turnserver/internal/turnmsg"
)

func TestTwoPeersOfARoomReachEachOther(t *testing.T) {
	t.Parallel()
	for _, way := range [][2]string{{"udp", "udp"}, {"tcp", "tcp"}, {"tls", "tls"}, {"udp", "tls"},
		{"udp", "tcp"}, {"plain", "plain"}} {
		t.Run(fmt.Sprint(way[0], " and ", way[1]), func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.joinRoom(t, way[0], "room", "a"), r.joinRoom(t, way[1], "room", "b")
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
	t.Parallel()
	for _, network := range []string{"udp", "tcp"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.joinRoom(t, network, "room", "a"), r.joinRoom(t, network, "room", "b")
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
			buffer, last := make([]byte, turnmsg.MaxMessageSize), -1
			for last < count-1 {
				_ = b.SetReadDeadline(time.Now().Add(5 * time.Second))
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
	t.Parallel()
	for _, network := range []string{"udp", "tcp", "tls"} {
		t.Run(network, func(t *testing.T) {
			t.Parallel()
			r := startRelay(t, nil)
			a, b := r.joinRoom(t, network, "one", "a"), r.joinRoom(t, network, "two", "b")
			permit(b, a)
			if !silent(t, a, b) {
				t.Fatal("a packet crossed from one room into another")
			}
			if r.Stats().Drops["other_room"] == 0 {
				t.Error("and nothing was counted")
			}
		})
	}
}

func TestClientsOfBothAddressFamiliesMeet(t *testing.T) {
	t.Parallel()
	networks := []string{"udp", "udp6", "dual", "plain", "tcp", "tls6"}
	for _, one := range networks {
		for _, other := range networks {
			t.Run(one+" and "+other, func(t *testing.T) {
				r := startRelay(t, nil)
				a, b := r.memberClient(t, one, "room", "a", true), r.memberClient(t, other, "room",
					"b", true)
				a.bindChannel(turnmsg.FirstChannel, b)
				b.bindChannel(turnmsg.FirstChannel+7, a)
				for i := range 5 {
					a.sendChannelData(turnmsg.FirstChannel, []byte{1, 2, 3, 4, 5, byte(i)})
					b.sendChannelData(turnmsg.FirstChannel+7, []byte{9, 8, 7, 6, byte(i)})
					b.expectChannelData(turnmsg.FirstChannel+7, []byte{1, 2, 3, 4, 5, byte(i)})
					a.expectChannelData(turnmsg.FirstChannel, []byte{9, 8, 7, 6, byte(i)})
				}
			})
		}
	}
}
