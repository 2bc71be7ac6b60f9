package signal

import (
	"einmal/internal/protocol"
	"einmal/internal/wsconn"
)

// knockerFactor is how many times a knocker's frames count.
const knockerFactor = 8

// handleFrame passes on the frame behind the first HeaderSize bytes of buffer.
func (c *clientConn) handleFrame(buffer []byte) protocol.Code {
	data := buffer[wsconn.HeaderSize:]
	if c.box != nil {
		return c.takePiece(data)
	}
	if len(data) < protocol.FrameHeaderSize {
		return protocol.CodeBadMessage
	}
	if c.joined == nil {
		return protocol.CodeWrongState
	}
	message := wsconn.BinaryMessage(buffer)
	receiver, knocks, code := c.hub.passFrame(c, message, data)
	if receiver != nil {
		receiver.conn.WriteLent(message)
	}
	if knocks {
		c.conn.Throttle((knockerFactor - 1) * (len(data) + wsconn.MessageCost))
	}
	return code
}

// passFrame passes on a frame: a whole message whose payload is body. It changes nothing in the
// room, so nothing falls due. If it returns a receiver, the caller has to make it write the
// message; otherwise there is none, or it is being written already.
func (h *Hub) passFrame(c *clientConn, message,
	body []byte) (receiver *clientConn, knocks bool, code protocol.Code) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if c.joined.gone {
		return nil, false, ""
	}
	r := &c.joined.room
	to, code := r.RouteFrame(c.id, body)
	if receiver = h.conns[to]; receiver != nil && !receiver.conn.OfferLent(message) {
		receiver = nil
	}
	return receiver, r.IsKnocker(c.id), code
}
