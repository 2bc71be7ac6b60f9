package peer

// What the server holds about us, if it says so truly (protocol, section 3.3). Times are in seconds
// since 1970.
type (
	askMessage   struct{}
	knowsMessage struct {
		Address   string     `json:"address"`
		Source    heldSource `json:"source"`
		Created   bool       `json:"created"`
		SID       SID        `json:"sid"`
		Key       publicKey  `json:"key"`
		Role      string     `json:"role"`
		Handle    string     `json:"handle"`
		Seats     int        `json:"seats"`
		Expires   int64      `json:"expires"`
		HostKey   publicKey  `json:"hostKey"`
		Used      *bool      `json:"used,omitempty"`
		Removal   *int64     `json:"removal,omitempty"`
		Connected *bool      `json:"connected,omitempty"`
		Members   *int64     `json:"members,omitempty"`
		Waiting   *int64     `json:"waiting,omitempty"`
		Relay     *heldRelay `json:"relay,omitempty"`
	}
	heldSource struct {
		Sockets  int64 `json:"sockets"`
		Attempts int64 `json:"attempts"`
		Since    int64 `json:"since"`
		Creates  int64 `json:"creates"`
		Knocks   int64 `json:"knocks"`
	}
	heldRelay struct {
		Renew       *int64           `json:"renew,omitempty"`
		Allocations []heldAllocation `json:"allocations,omitempty"`
	}
	heldAllocation struct {
		Transport string `json:"transport"`
		Address   string `json:"address"`
		Relayed   string `json:"relayed"`
		Until     int64  `json:"until"`
		Permitted bool   `json:"permitted"`
		Channels  int64  `json:"channels"`
		Sent      int64  `json:"sent"`
	}
)

func (*askMessage) kind() string   { return "knows" }
func (*knowsMessage) kind() string { return "knows" }

// isSound checks ranges and words.
func (m *knowsMessage) isSound() bool {
	for _, n := range []*int64{m.Removal, m.Members, m.Waiting} {
		if n != nil && !isNumber(*n) {
			return false
		}
	}
	s := m.Source
	return isRole(m.Role) && isSeats(m.Seats) && atMost(maxAddress, m.Address) &&
		atMost(maxAddress, m.Handle) &&
		isNumber(m.Expires) && isNumber(s.Sockets) && isNumber(s.Attempts) && isNumber(s.Since) &&
		isNumber(s.Creates) && isNumber(s.Knocks) &&
		(m.Relay == nil || m.Relay.isSound())
}

func (r *heldRelay) isSound() bool {
	for _, a := range r.Allocations {
		known := a.Transport == "udp" || a.Transport == "tcp" || a.Transport == "tls"
		isAddressed := atMost(maxAddress, a.Address) && atMost(maxAddress, a.Relayed)
		if !known || !isAddressed || !isNumber(a.Until) || !isNumber(a.Channels) ||
			!isNumber(a.Sent) {
			return false
		}
	}
	isList := r.Allocations == nil || len(r.Allocations) > 0 && len(r.Allocations) <= maxAllocations
	return isList && (r.Renew == nil || isNumber(*r.Renew))
}
