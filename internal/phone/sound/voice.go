package sound

import "sync"

const (
	// delay is how long a sample waits, in samples: 60 ms, three packets.
	delay = 3 * FrameLength
	// most is how far a voice may be ahead; what is more than that is left out.
	most = 2000
	// ringLength is a power of two, and more than most and the longest packet.
	ringLength = 4096
	maxPacket  = 1600 // samples, 200 ms
	// A voice that has been silent for a second begins anew: its clock may have gone on.
	quiet = Rate
	// lateInRow packets mean that the sender's clock has jumped back.
	lateInRow = 5
)

// Voice is one person's sound: packets go in as they come, frames come out as they are due. It is
// safe for concurrent use. The zero value is ready.
type Voice struct {
	mu      sync.Mutex
	ring    [ringLength]int16
	started bool
	next    uint32 // time of the sample that is played next
	end     uint32 // time after the last that is known
	late    int    // packets in a row that came too late
	Counts  VoiceCounts
}

// VoiceCounts says what has become of the packets of a voice.
type VoiceCounts struct {
	Packets, Late, Jumps int
}

// PutPacket takes in µ-law codes of the RTP time. What comes too late is dropped.
func (v *Voice) PutPacket(time uint32, codes []byte) {
	if len(codes) == 0 || len(codes) > maxPacket {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.Counts.Packets++
	if !v.started {
		v.restart(time)
	}
	//nolint:gosec // RTP's clock wraps around (RFC 3550, 5.1)
	ahead := int32(time - v.next)
	switch {
	case ahead < -quiet || ahead > ringLength-maxPacket:
		v.Counts.Jumps++
		v.restart(time)
	case ahead < 0:
		v.Counts.Late++
		if v.late++; v.late < lateInRow {
			return
		}
		v.Counts.Jumps++
		v.restart(time)
	}
	v.late = 0
	for i, code := range codes {
		v.ring[(time+uint32(i))%ringLength] = fromMu[code] //nolint:gosec // a packet is short
	}
	end := time + uint32(len(codes)) //nolint:gosec // a packet is short
	if int32(end-v.end) > 0 {        //nolint:gosec // as above
		v.end = end
	}
}

func (v *Voice) restart(time uint32) {
	clear(v.ring[:])
	v.started, v.late = true, 0
	v.next, v.end = time-delay, time
}

// addTo adds the next frame to a sum.
func (v *Voice) addTo(sum *[FrameLength]int32) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.started {
		return
	}
	//nolint:gosec // RTP's clock wraps around
	if known := int32(v.end - v.next); known > most {
		v.Counts.Jumps++
		v.skipTo(v.end - delay)
	} else if known < -quiet {
		v.started = false
		return
	}
	for i := range sum {
		at := (v.next + uint32(i)) % ringLength //nolint:gosec // a frame is short
		sum[i] += int32(v.ring[at])
		v.ring[at] = 0
	}
	v.next += FrameLength
}

func (v *Voice) skipTo(time uint32) {
	for ; v.next != time; v.next++ {
		v.ring[v.next%ringLength] = 0
	}
}
