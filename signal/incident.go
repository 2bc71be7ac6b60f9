package signal

import "einmal/internal/protocol"

// SetIncident tells everybody in a room, and whoever enters one from now on, that the server's
// operator looks for a fault and has it write down more than usual; nil says that this is over.
func (h *Hub) SetIncident(m *protocol.Incident) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.incident = m
	if m == nil {
		m = &protocol.Incident{}
	}
	for _, c := range h.conns {
		if c.joined != nil {
			c.sendMessage(m)
		}
	}
}
