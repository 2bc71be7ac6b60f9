package voip

const (
	keyLength = 4 // bytes of an event (RFC 4733, 2.3)
	keyNames  = "0123456789*#ABCD"
)

// keyReader finds out which keys are pressed: each is said in many packets of the same RTP time.
type keyReader struct {
	seen bool
	time uint32 // of the last one
}

// read takes in the payload of a packet. False: it is the same key still, or none.
func (r *keyReader) read(time uint32, payload []byte) (key byte, ok bool) {
	if len(payload) < keyLength || int(payload[0]) >= len(keyNames) || r.seen && r.time == time {
		return 0, false
	}
	// a packet of a key before this one, which was overtaken
	if r.seen && int32(time-r.time) < 0 && int32(time-r.time) > -8000 { //nolint:gosec // it wraps
		return 0, false
	}
	r.seen, r.time = true, time
	return keyNames[payload[0]], true
}
