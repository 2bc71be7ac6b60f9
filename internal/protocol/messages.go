package protocol

import "encoding/json"

// Limits of the protocol (docs/protocol.md, 3).
const (
	Subprotocol     = "einmal.1"
	minSeats        = 2
	MaxSeats        = 6
	maxEpoch        = 1<<53 - 1 // the largest that every JSON reader takes for what it is
	MaxKnockers     = 8         // wait in one room at a time
	maxWork         = 24        // bits: 2^27 hashes in all, minutes in a browser
	FrameHeaderSize = len(SID{})
)

// Message is one of the structs below. Their fields are those of the JSON object without its kind.
type Message interface{ MessageKind() string }

// Role says what somebody is in a room.
type Role string

const (
	RoleHost    Role = "host"
	RoleGuest   Role = "guest"
	RoleKnocker Role = "knocker"
)

// Member is one line of a roster.
type Member struct {
	SID  SID  `json:"sid"`
	Key  Key  `json:"key"`
	Role Role `json:"role"` // host or guest
}

// What a client says. Roster, Deny and End are passed on as they are, so the server says them too.
type (
	// Create makes a room.
	Create struct {
		Room        RoomID      `json:"room"`
		HostKey     Key         `json:"hostKey"`
		Seats       uint8       `json:"seats"`    // 2 to 6, the host among them
		Lifetime    uint32      `json:"lifetime"` // seconds
		Appointment Appointment `json:"appointment,omitzero"`
		Signature   Signature   `json:"signature"`
		Proof       *Proof      `json:"proof,omitempty"` // if the challenge asks for work
		// Whoever holds a creator link shows the key in it. Both or none.
		Creator          *Key       `json:"creator,omitempty"`
		CreatorSignature *Signature `json:"creatorSignature,omitempty"`
	}
	// Move gives a room another expiry and another appointment.
	Move struct {
		Room        RoomID      `json:"room"`
		Lifetime    uint32      `json:"lifetime"` // seconds from now
		Appointment Appointment `json:"appointment,omitzero"`
		Signature   Signature   `json:"signature"`
	}
	// Join enters a room, or comes back to it with SID and perhaps Roster.
	Join struct {
		Room          RoomID     `json:"room"`
		Key           Key        `json:"key"`
		Signature     Signature  `json:"signature"`
		HostSignature *Signature `json:"hostSignature,omitempty"`
		SID           SID        `json:"sid,omitzero"`
		Roster        *Roster    `json:"roster,omitempty"`
	}
	// Roster is the host's signed list of all members, in the order of their admission.
	Roster struct {
		Epoch     uint64    `json:"epoch"`
		Members   []Member  `json:"members"`
		Signature Signature `json:"signature"`
	}
	// Deny turns a knocker away.
	Deny struct {
		SID       SID       `json:"sid"`
		Signature Signature `json:"signature"`
	}
	// End ends the call for everybody.
	End struct {
		Signature Signature `json:"signature"`
	}
	// Connected says that a member's first pair is connected.
	Connected struct{}
	// Leave gives up the seat at once.
	Leave struct {
		Keep bool `json:"keep,omitzero"` // from the host: the room is not used any more
	}
	// Ping asks for a sign of life, at any time.
	Ping struct{}
)

// What only the server says, beside Error.
type (
	// Challenge opens a connection.
	Challenge struct {
		Nonce Nonce  `json:"nonce"`
		Work  *uint8 `json:"work,omitempty"` // bits of proof of work, 1 to 24, that creating takes
	}
	// Created says that the room is on disk.
	Created struct {
		Expires int64 `json:"expires"` // seconds since 1970
	}
	// Moved says that a room's new expiry and appointment are on disk.
	Moved struct {
		Expires     int64       `json:"expires"` // seconds since 1970
		Appointment Appointment `json:"appointment,omitzero"`
	}
	// Welcome tells a client who it is; a host and a member also get the newest roster, and a host
	// everybody who waits.
	Welcome struct {
		SID         SID         `json:"sid"`
		Role        Role        `json:"role"`
		Seats       uint8       `json:"seats"`
		Host        SID         `json:"host,omitzero"`
		Away        bool        `json:"away,omitzero"`
		Roster      *Roster     `json:"roster,omitempty"`
		Knockers    []SID       `json:"knockers,omitempty"`
		Appointment Appointment `json:"appointment,omitzero"`
		Box         bool        `json:"box,omitzero"` // one is there to be taken
	}
	// Host tells a knocker who the host is now, whether its connection is lost at the moment, and
	// whether there is a box to be taken.
	Host struct {
		Host SID  `json:"host,omitzero"`
		Away bool `json:"away,omitzero"`
		Box  bool `json:"box,omitzero"`
	}
	// Knock tells the host of a knocker.
	Knock struct {
		SID SID `json:"sid"`
	}
	// Left says that somebody is gone for good.
	Left struct {
		SID SID `json:"sid"`
	}
	// Incident says that the server logs more than usual, until when and why; an empty one, that
	// this is over.
	Incident struct {
		Until  int64  `json:"until,omitzero"` // seconds since 1970
		Reason string `json:"reason,omitempty"`
	}
	// RelayAccess carries TURN credentials (RFC 8656).
	RelayAccess struct {
		URLs       []string `json:"urls"`
		Username   string   `json:"username"`
		Credential string   `json:"credential"`
		Expires    int64    `json:"expires"` // seconds since 1970
	}
	// Pong answers a Ping.
	Pong struct{}
)

func (*Create) MessageKind() string      { return "create" }
func (*Move) MessageKind() string        { return "move" }
func (*Moved) MessageKind() string       { return "moved" }
func (*Join) MessageKind() string        { return "join" }
func (*Roster) MessageKind() string      { return "roster" }
func (*Deny) MessageKind() string        { return "deny" }
func (*End) MessageKind() string         { return "end" }
func (*Connected) MessageKind() string   { return "connected" }
func (*Leave) MessageKind() string       { return "leave" }
func (*Ping) MessageKind() string        { return "ping" }
func (*Pong) MessageKind() string        { return "pong" }
func (*Challenge) MessageKind() string   { return "challenge" }
func (*Created) MessageKind() string     { return "created" }
func (*Welcome) MessageKind() string     { return "welcome" }
func (*Host) MessageKind() string        { return "host" }
func (*Knock) MessageKind() string       { return "knock" }
func (*Left) MessageKind() string        { return "left" }
func (*RelayAccess) MessageKind() string { return "relay" }
func (*Incident) MessageKind() string    { return "incident" }
func (*Error) MessageKind() string       { return "error" }

// messageKinds are the messages that a decoder knows, by kind.
type messageKinds map[string]func() Message

var clientMessages = messageKinds{
	"create":    func() Message { return new(Create) },
	"move":      func() Message { return new(Move) },
	"join":      func() Message { return new(Join) },
	"roster":    func() Message { return new(Roster) },
	"deny":      func() Message { return new(Deny) },
	"end":       func() Message { return new(End) },
	"connected": func() Message { return new(Connected) },
	"leave":     func() Message { return new(Leave) },
	"knows":     func() Message { return new(DataRequest) },
	"ping":      func() Message { return new(Ping) },
	"put":       func() Message { return new(Put) },
	"take":      func() Message { return new(Take) },
	"fetch":     func() Message { return new(Fetch) },
	"taken":     func() Message { return new(Taken) },
}

var serverMessages = messageKinds{
	"challenge": func() Message { return new(Challenge) },
	"created":   func() Message { return new(Created) },
	"moved":     func() Message { return new(Moved) },
	"welcome":   func() Message { return new(Welcome) },
	"host":      func() Message { return new(Host) },
	"knock":     func() Message { return new(Knock) },
	"roster":    func() Message { return new(Roster) },
	"deny":      func() Message { return new(Deny) },
	"end":       func() Message { return new(End) },
	"left":      func() Message { return new(Left) },
	"incident":  func() Message { return new(Incident) },
	"relay":     func() Message { return new(RelayAccess) },
	"knows":     func() Message { return new(DataReport) },
	"pong":      func() Message { return new(Pong) },
	"send":      func() Message { return new(Send) },
	"kept":      func() Message { return new(Kept) },
	"box":       func() Message { return new(BoxFound) },
	"erased":    func() Message { return new(Erased) },
	"error":     func() Message { return new(Error) },
}

// Encode gives the JSON object of a message, its kind first.
func Encode(m Message) []byte {
	fields, err := json.Marshal(m)
	if err != nil { // no message holds anything that JSON cannot
		panic(err)
	}
	data := append([]byte(`{"kind":"`), m.MessageKind()...)
	data = append(data, '"')
	if string(fields) != "{}" {
		data = append(data, ',')
	}
	return append(data, fields[1:]...)
}

// isValid checks what the types of a message do not: ranges, and what belongs together.
func isValid(m Message) bool {
	switch m := m.(type) {
	case *Challenge:
		return m.Work == nil || *m.Work >= 1 && *m.Work <= maxWork
	case *Create:
		return m.Seats >= minSeats && m.Seats <= MaxSeats && m.Lifetime >= 1
	case *Move:
		return m.Lifetime >= 1
	case *Join:
		return m.Roster == nil || (!m.SID.IsZero() || m.HostSignature != nil) && isValid(m.Roster)
	case *Welcome:
		return m.Knockers == nil || len(m.Knockers) > 0 && len(m.Knockers) <= MaxKnockers
	case *Put:
		return isPieceCount(m.Pieces)
	case *BoxFound:
		return isPieceCount(m.Pieces)
	case *Fetch:
		return m.From < MostPieces
	case *Roster:
		return m.isValid()
	case *DataReport:
		return m.Relay == nil || m.Relay.Allocations == nil || len(m.Relay.Allocations) > 0
	}
	return true
}

// isValid: exactly one host, nobody twice. The room checks that there are seats for all.
func (r *Roster) isValid() bool {
	if len(r.Members) > MaxSeats || r.Epoch > maxEpoch {
		return false
	}
	hosts := 0
	for i, member := range r.Members {
		switch member.Role {
		case RoleHost:
			hosts++
		case RoleGuest:
		default:
			return false
		}
		if r.FindMember(member.SID) != &r.Members[i] {
			return false
		}
	}
	return hosts == 1
}

// FindMember gives the line of an sid, or nil.
func (r *Roster) FindMember(sid SID) *Member {
	for i := range r.Members {
		if r.Members[i].SID == sid {
			return &r.Members[i]
		}
	}
	return nil
}
