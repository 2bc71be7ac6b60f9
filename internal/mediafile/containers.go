package mediafile

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/pion/webrtc/v4/pkg/media"
)

// readIVF gives the frames of an IVF file with VP8: after a header of 32 bytes, each frame follows
// its size (uint32) and time stamp (uint64), all little-endian.
func readIVF(file []byte) ([]media.Sample, error) {
	const head, frameHead = 32, 12
	if len(file) < head || string(file[8:12]) != "VP80" {
		return nil, fmt.Errorf("%w: no VP8", ErrFormat)
	}
	rate, scale := uint64(
		binary.LittleEndian.Uint32(file[16:])), uint64(binary.LittleEndian.Uint32(file[20:]))
	if rate == 0 || scale == 0 {
		return nil, fmt.Errorf("%w: no time base", ErrFormat)
	}
	var samples []media.Sample
	var stamps []uint64
	for file = file[head:]; len(file) >= frameHead; {
		size := int(binary.LittleEndian.Uint32(file))
		if size > len(file)-frameHead {
			break // it is cut off; what came before is good
		}
		stamps = append(stamps, binary.LittleEndian.Uint64(file[4:]))
		samples = append(samples, media.Sample{Data: file[frameHead : frameHead+size]})
		file = file[frameHead+size:]
	}
	for i := range samples {
		ticks := uint64(1)
		if i+1 < len(stamps) && stamps[i+1] > stamps[i] {
			ticks = stamps[i+1] - stamps[i]
		}
		samples[i].Duration = time.Duration(
			float64(ticks*scale) / float64(rate) * float64(time.Second))
	}
	return samples, nil
}

// readOgg gives the packets of an Ogg file with one Opus stream (RFC 3533, RFC 7845).
func readOgg(file []byte) ([]media.Sample, error) {
	packets := oggPackets(file)
	if len(packets) < 2 || len(packets[0]) < 8 || string(packets[0][:8]) != "OpusHead" {
		return nil, fmt.Errorf("%w: no Opus", ErrFormat)
	}
	var samples []media.Sample
	for _, packet := range packets[2:] { // after the two headers
		if length := OpusDuration(packet); length > 0 {
			samples = append(samples, media.Sample{Data: packet, Duration: length})
		}
	}
	return samples, nil
}

// oggPackets joins the segments of the pages to packets, without one that is cut off at the end.
func oggPackets(file []byte) (packets [][]byte) {
	const head = 27
	var packet []byte
	for len(file) >= head && string(file[:4]) == "OggS" {
		count := int(file[26])
		if len(file) < head+count {
			break
		}
		lacing, content := file[head:head+count], file[head+count:]
		for _, size := range lacing {
			if int(size) > len(content) {
				return packets
			}
			packet = append(packet, content[:size]...)
			content = content[size:]
			if size < 255 {
				packets = append(packets, packet)
				packet = nil
			}
		}
		file = content
	}
	return packets
}

// OpusDuration reads it from the first byte of a packet, and from the second where that counts
// frames (RFC 6716, section 3.1).
func OpusDuration(packet []byte) time.Duration {
	if len(packet) == 0 {
		return 0
	}
	config, code := packet[0]>>3, packet[0]&3
	var frame time.Duration
	switch {
	case config < 12: // SILK
		frame = []time.Duration{10, 20, 40, 60}[config%4] * time.Millisecond
	case config < 16: // hybrid
		frame = []time.Duration{10, 20}[config%2] * time.Millisecond
	default: // CELT
		frame = 2500 * time.Microsecond << (config % 4)
	}
	switch code {
	case 0:
		return frame
	case 3:
		if len(packet) < 2 {
			return 0
		}
		return frame * time.Duration(packet[1]&0x3f)
	}
	return 2 * frame
}
