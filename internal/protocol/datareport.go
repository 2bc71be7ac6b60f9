package protocol

// MaxAllocations is how many relayed addresses a report names, so that it fits into a message.
// Browsers make a few dozen.
const MaxAllocations = 256

type (
	// DataRequest asks what the server holds about this client.
	DataRequest struct{}
	// DataReport is the answer. Used, Removal, Connected, Members and Waiting are for members and
	// the host: a knocker learns of nobody.
	DataReport struct {
		Address string       `json:"address"` // the other end of this connection, IP:PORT
		Source  SourceCounts `json:"source"`
		Created bool         `json:"created"` // a room, over this connection
		SID     SID          `json:"sid"`
		Key     Key          `json:"key"`
		Role    Role         `json:"role"`
		Handle  string       `json:"handle"` // names the room to the operator
		Seats   uint8        `json:"seats"`
		Expires int64        `json:"expires"` // seconds since 1970
		// one is held, sealed
		Appointment bool  `json:"appointment,omitzero"`
		Box         int64 `json:"box,omitzero"` // bytes of what lies there, sealed, to be taken
		HostKey     Key   `json:"hostKey"`
		Used        *bool `json:"used,omitempty"`
		// epoch of the newest roster that took somebody off, or under which the host kept it
		Removal *uint64 `json:"removal,omitempty"`
		// the host, or some guest, whichever one is, has said so
		Connected *bool        `json:"connected,omitempty"`
		Members   *int         `json:"members,omitempty"`
		Waiting   *int         `json:"waiting,omitempty"`
		Relay     *RelayReport `json:"relay,omitempty"` // once there are credentials
	}
	// SourceCounts is what is counted of one network address, or IPv6 /64.
	SourceCounts struct {
		Sockets  int   `json:"sockets"`  // open now
		Attempts int   `json:"attempts"` // creates and joins, in the minute that began at Since
		Since    int64 `json:"since"`    // seconds since 1970
		Creates  int   `json:"creates"`  // in an hour, where creating takes work
		// on this room; those of more than a minute ago go with the next
		Knocks int `json:"knocks"`
		Pieces int `json:"pieces,omitzero"` // of boxes, that came or went in an hour
	}
	// RelayReport is what the relay in this process holds about a peer.
	RelayReport struct {
		// when the next credentials come, in seconds since 1970
		Renew       *int64       `json:"renew,omitempty"`
		Allocations []Allocation `json:"allocations,omitempty"` // at least one
	}
	// Allocation is one relayed address.
	Allocation struct {
		Transport string `json:"transport"` // udp, tcp or tls
		Address   string `json:"address"`   // of the client, as the relay sees it, IP:PORT
		Relayed   string `json:"relayed"`   // IP:PORT
		Until     int64  `json:"until"`     // seconds since 1970
		Permitted bool   `json:"permitted"` // others of the room may send to it
		Channels  int    `json:"channels"`  // bound to relayed addresses of others
		Sent      int64  `json:"sent"`      // when its client last sent data
	}
)

func (*DataRequest) MessageKind() string { return "knows" }
func (*DataReport) MessageKind() string  { return "knows" }
