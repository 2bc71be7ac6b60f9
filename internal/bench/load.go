package bench

import (
	"encoding/binary"
	"time"
)

// A client sends what one side of a call does: 50 audio packets a second, and video in bursts of
// five at 30 frames a second.
const (
	audioSize, videoSize = 120, 1100 // bytes
	audioRate, videoRate = 50, 30
	frame                = 5
)

// PacketRate is how many packets one client sends in a second.
const PacketRate = audioRate + videoRate*frame

// WarmUp is how long a load lasts that is not measured: its packets carry no time.
const WarmUp = 300 * time.Millisecond

var epoch = time.Now()

// SendPackets sends for a while, each client to its partner, at one slow-th of [PacketRate], and
// says how many packets it has sent. In a warm-up they carry no time.
func SendPackets(clients []*Allocation, length time.Duration, slow int, warmUp bool) (sent int) {
	buffer := make([]byte, 4+videoSize)
	binary.BigEndian.PutUint16(buffer, channel)
	send := func(one *Allocation, size int) {
		binary.BigEndian.PutUint16(buffer[2:], uint16(size))
		stamp := uint64(0)
		if !warmUp {
			stamp = uint64(time.Since(epoch))
		}
		binary.BigEndian.PutUint64(buffer[4:], stamp)
		if _, err := one.Conn.Write(buffer[:4+size]); err == nil {
			sent++
		}
	}
	tick := time.Second / (audioRate * videoRate) // both rates divide it
	start := time.Now()
	for turn := 0; time.Since(start) < length; turn++ {
		for i, one := range clients {
			phase := turn + i*7 // not all at once
			if phase%(videoRate*slow) == 0 {
				send(one, audioSize)
			}
			if phase%(audioRate*slow) == 0 {
				for range frame {
					send(one, videoSize)
				}
			}
		}
		time.Sleep(time.Until(start.Add(time.Duration(turn+1) * tick)))
	}
	return sent
}

// Receive reads until its deadline passes and says how long each packet took, in µs.
func (a *Allocation) Receive(length time.Duration) []float64 {
	delays := make([]float64, 0, int(length.Seconds()*(PacketRate+50)))
	buffer := make([]byte, 4096)
	_ = a.Conn.SetReadDeadline(time.Time{})
	for {
		packet, err := a.readMessage(buffer)
		if err != nil {
			return delays
		}
		if len(packet) < 12 || packet[0]>>6 != 1 {
			continue
		}
		if stamp := binary.BigEndian.Uint64(packet[4:]); stamp != 0 {
			delays = append(delays, float64(time.Since(epoch)-time.Duration(stamp))/1000)
		}
	}
}
