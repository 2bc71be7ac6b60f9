package protocol

// What the server holds about us, if it says so truly (protocol, section 3.3). Times are in seconds
// since 1970.
type (
	DataRequest struct{}
	DataReport  struct {
		Address     string       `json:"address"`
		Source      sourceReport `json:"source"`
		Created     bool         `json:"created"`
		SID         SID          `json:"sid"`
		Key         PublicKey    `json:"key"`
		Role        string       `json:"role"`
		Handle      string       `json:"handle"`
		Seats       int          `json:"seats"`
		Expires     int64        `json:"expires"`
		Appointment bool         `json:"appointment,omitzero"`
		Box         int64        `json:"box,omitzero"` // bytes
		HostKey     PublicKey    `json:"hostKey"`
		Used        *bool        `json:"used,omitempty"`
		Removal     *int64       `json:"removal,omitempty"`
		Connected   *bool        `json:"connected,omitempty"`
		Members     *int64       `json:"members,omitempty"`
		Waiting     *int64       `json:"waiting,omitempty"`
		Relay       *relayReport `json:"relay,omitempty"`
	}
	sourceReport struct {
		Sockets  int64 `json:"sockets"`
		Attempts int64 `json:"attempts"`
		Since    int64 `json:"since"`
		Creates  int64 `json:"creates"`
		Knocks   int64 `json:"knocks"`
		Pieces   int64 `json:"pieces,omitzero"`
	}
	relayReport struct {
		Renew       *int64             `json:"renew,omitempty"`
		Allocations []allocationReport `json:"allocations,omitempty"`
	}
	allocationReport struct {
		Transport string `json:"transport"`
		Address   string `json:"address"`
		Relayed   string `json:"relayed"`
		Until     int64  `json:"until"`
		Permitted bool   `json:"permitted"`
		Channels  int64  `json:"channels"`
		Sent      int64  `json:"sent"`
	}
)

func (*DataRequest) messageKind() string { return "knows" }
func (*DataReport) messageKind() string  { return "knows" }

// isValid checks ranges and words.
func (m *DataReport) isValid() bool {
	for _, n := range []*int64{m.Removal, m.Members, m.Waiting} {
		if n != nil && !isCount(*n) {
			return false
		}
	}
	s := m.Source
	return isKnownRole(m.Role) && IsSeatCount(m.Seats) && IsAtMost(maxAddress, m.Address) &&
		IsAtMost(maxAddress, m.Handle) &&
		isCount(m.Expires) && isCount(s.Sockets) && isCount(s.Attempts) && isCount(s.Since) &&
		isCount(s.Creates) && isCount(s.Knocks) && isCount(s.Pieces) && isCount(m.Box) &&
		(m.Relay == nil || m.Relay.isValid())
}

func (r *relayReport) isValid() bool {
	for _, a := range r.Allocations {
		known := a.Transport == "udp" || a.Transport == "tcp" || a.Transport == "tls"
		isAddressed := IsAtMost(maxAddress, a.Address) && IsAtMost(maxAddress, a.Relayed)
		if !known || !isAddressed || !isCount(a.Until) || !isCount(a.Channels) ||
			!isCount(a.Sent) {
			return false
		}
	}
	isList := r.Allocations == nil || len(r.Allocations) > 0 && len(r.Allocations) <= maxAllocations
	return isList && (r.Renew == nil || isCount(*r.Renew))
}
