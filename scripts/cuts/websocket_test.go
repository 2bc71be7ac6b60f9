package cuts

import (
	"bytes"
	"encoding/binary"
)

// splitter splits what one side writes into the HTTP head, whole messages with all their fragments,
// and control frames, so that whole messages are counted and lost.
type splitter struct {
	hasHead  bool
	isPlain  bool   // the server has refused the WebSocket; everything is HTTP
	pending  []byte // of a frame that is not whole yet
	raw      []byte // of a message that is not whole yet: its frames
	payload  []byte
	isBinary bool
}

// wsUnit is what travels together. Its payload is nil unless it is a message.
type wsUnit struct {
	raw      []byte
	payload  []byte
	isBinary bool
	isClose  bool
}

func (s *splitter) splitUnits(b []byte) (units []wsUnit) {
	s.pending = append(s.pending, b...)
	if !s.hasHead {
		end := bytes.Index(s.pending, []byte("\r\n\r\n"))
		if end < 0 {
			return nil
		}
		s.hasHead = true
		s.isPlain = bytes.HasPrefix(s.pending, []byte("HTTP/")) &&
			!bytes.HasPrefix(s.pending, []byte("HTTP/1.1 101"))
		units = append(units, wsUnit{raw: s.takePending(end + 4)})
	}
	if s.isPlain {
		return append(units, wsUnit{raw: s.takePending(len(s.pending))})
	}
	for {
		size, head, mask := frameSize(s.pending)
		if size < 0 || size > len(s.pending) {
			return units
		}
		frame := s.takePending(size)
		first, payload := frame[0], bytes.Clone(frame[head:])
		for i := range payload {
			payload[i] ^= mask[i%4]
		}
		opcode, final := first&15, first&128 != 0
		if opcode >= 8 {
			units = append(units, wsUnit{raw: frame, isClose: opcode == 8})
			continue
		}
		if opcode != 0 {
			s.isBinary = opcode == 2
		}
		s.raw, s.payload = append(s.raw, frame...), append(s.payload, payload...)
		if final {
			units = append(units, wsUnit{raw: s.raw, payload: s.payload, isBinary: s.isBinary})
			s.raw, s.payload = nil, nil
		}
	}
}

func (s *splitter) takePending(n int) []byte {
	b := bytes.Clone(s.pending[:n])
	s.pending = s.pending[n:]
	return b
}

// frameSize reads the head of a frame (RFC 6455, section 5.2); size is -1 if it is incomplete.
func frameSize(b []byte) (size, head int, mask [4]byte) {
	if len(b) < 2 {
		return -1, 0, mask
	}
	length := int(b[1] & 127)
	head = 2
	switch length {
	case 126:
		head += 2
	case 127:
		head += 8
	}
	masked := b[1]&128 != 0
	if masked {
		head += 4
	}
	if len(b) < head {
		return -1, 0, mask
	}
	switch length {
	case 126:
		length = int(binary.BigEndian.Uint16(b[2:]))
	case 127:
		length = int(binary.BigEndian.Uint64(b[2:]))
	}
	if masked {
		copy(mask[:], b[head-4:])
	}
	return head + length, head, mask
}
