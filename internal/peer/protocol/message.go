// Package protocol is docs/protocol.md in Go: the messages, what each side may say, and the limits
// and texts that everything others write is held to. [Decode] is strict: what it returns is valid.
// The package knows no sockets, no keys and no state.
package protocol

// Message is a pointer to one of the structs below. Their fields are those of the JSON object
// without its kind. A field is optional if its tag says omitempty or omitzero.
type Message interface{ messageKind() string }

const (
	RoleHost    = "host"
	RoleGuest   = "guest"
	RoleKnocker = "knocker"
)

// What a peer says it runs (protocol, section 4.5).
const (
	clientBrowser = "browser"
	ClientNative  = "native"
	ClientPhone   = "phone" // passes a telephone on: nothing is encrypted to the end
)

// Member is one line of a roster. Role is host or guest.
type Member struct {
	SID  SID       `json:"sid"`
	Key  PublicKey `json:"key"`
	Role string    `json:"role"`
}

// NamedMember is one line of the host's list of names (protocol, section 4.7).
type NamedMember struct {
	SID  SID    `json:"sid"`
	Name string `json:"name"`
}

// HistoryLine is a line of chat that somebody passes on (protocol, section 4.10).
type HistoryLine struct {
	Name  string  `json:"name"`
	Text  string  `json:"text"`
	At    int64   `json:"at"`
	ID    *LineID `json:"id,omitempty"`
	Reply *LineID `json:"reply,omitempty"`
}

// Signalling (protocol, section 3). Times are in seconds.
type (
	Challenge struct {
		Nonce Nonce  `json:"nonce"`
		Work  *uint8 `json:"work,omitempty"`
	}
	Create struct {
		Room        RoomID       `json:"room"`
		HostKey     PublicKey    `json:"hostKey"`
		Seats       uint8        `json:"seats"`
		Lifetime    uint32       `json:"lifetime"`
		Appointment *Appointment `json:"appointment,omitempty"`
		Signature   Signature    `json:"signature"`
		Proof       *WorkProof   `json:"proof,omitempty"`

		Creator          *PublicKey `json:"creator,omitempty"`
		CreatorSignature *Signature `json:"creatorSignature,omitempty"`
	}
	Created struct {
		Expires int64 `json:"expires"`
	}
	Move struct {
		Room        RoomID       `json:"room"`
		Lifetime    uint32       `json:"lifetime"`
		Appointment *Appointment `json:"appointment,omitempty"`
		Signature   Signature    `json:"signature"`
	}
	Moved struct {
		Expires     int64        `json:"expires"`
		Appointment *Appointment `json:"appointment,omitempty"`
	}
	Join struct {
		Room          RoomID     `json:"room"`
		Key           PublicKey  `json:"key"`
		Signature     Signature  `json:"signature"`
		HostSignature *Signature `json:"hostSignature,omitempty"`
		SID           *SID       `json:"sid,omitempty"`
		Roster        *Roster    `json:"roster,omitempty"`
	}
	Welcome struct {
		SID         SID          `json:"sid"`
		Role        string       `json:"role"`
		Seats       int          `json:"seats"`
		Host        *SID         `json:"host,omitempty"`
		Away        bool         `json:"away,omitzero"` // the host's socket is lost at the moment
		Roster      *Roster      `json:"roster,omitempty"`
		Knockers    []SID        `json:"knockers,omitempty"` // to the host
		Appointment *Appointment `json:"appointment,omitempty"`
		Box         bool         `json:"box,omitzero"` // there is one to be taken
	}
	Host struct {
		Host *SID `json:"host,omitempty"`
		Away bool `json:"away,omitzero"`
		Box  bool `json:"box,omitzero"`
	}
	Knock struct {
		SID SID `json:"sid"`
	}
	// Roster is sent in signalling, between peers, and inside other messages.
	Roster struct {
		Epoch     uint64    `json:"epoch"`
		Members   []Member  `json:"members"`
		Signature Signature `json:"signature"`
	}
	Deny struct {
		SID       SID       `json:"sid"`
		Signature Signature `json:"signature"`
	}
	// End is sent in signalling and between peers.
	End struct {
		Signature Signature `json:"signature"`
	}
	Connected struct{}
	Leave     struct {
		Keep bool `json:"keep,omitzero"` // from the host: the room stays
	}
	Ping struct{}
	Pong struct{}
	Left struct {
		SID SID `json:"sid"`
	}
	Incident struct {
		Until  int64  `json:"until,omitzero"`
		Reason string `json:"reason,omitempty"`
	}
	Relay struct {
		URLs       []string `json:"urls"`
		Username   string   `json:"username"`
		Credential string   `json:"credential"`
		Expires    int64    `json:"expires"`
	}
	Error struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		SID     *SID   `json:"sid,omitempty"` // of an unknown-peer in a roster
	}
)

// Between two peers (protocol, section 4).
type (
	Auth struct {
		Key           PublicKey  `json:"key"`
		Signature     Signature  `json:"signature"`
		HostKey       *PublicKey `json:"hostKey,omitempty"`
		HostSignature *Signature `json:"hostSignature,omitempty"`
	}
	Hello struct {
		Name   string `json:"name"`
		Ticket Blob   `json:"ticket,omitempty"`
		Topic  string `json:"topic,omitempty"`
		// Recorder is who records or has asked to, by the host's word; nil if nobody does.
		Recorder *SID `json:"recorder,omitempty"`
		Phone    bool `json:"phone,omitzero"` // a telephone, which is not encrypted to the end
	}
	Ticket struct {
		Ticket Blob `json:"ticket"`
	}
	Note struct {
		Text string `json:"text"`
	}
	Full        struct{}
	Locked      struct{}
	Description struct {
		Type string `json:"type"`
		SDP  string `json:"sdp"`
	}
	Candidate struct {
		Candidate string `json:"candidate"`
		MID       string `json:"mid"`
	}
	// Restart is said by the one who answers.
	Restart struct{}
	Chat    struct {
		Text  string  `json:"text"`
		ID    *LineID `json:"id,omitempty"`
		Reply *LineID `json:"reply,omitempty"`
	}
	State struct {
		Microphone bool    `json:"microphone"`
		Camera     bool    `json:"camera"`
		Paused     *string `json:"paused,omitempty"`  // the picture, to this peer
		Share      *string `json:"share,omitempty"`   // a screen, and what it is made for
		Pointing   bool    `json:"pointing,omitzero"` // whoever sees it may point at it
		Hand       *uint32 `json:"hand,omitempty"`    // it is up; the lower number was up first
	}
	Bye struct{}
	// What follows travels on the data channel alone.
	Commit struct {
		Attempt    AttemptID  `json:"attempt"`
		Commitment Commitment `json:"commitment"`
	}
	Reveal struct {
		Nonce Nonce `json:"nonce"`
	}
	Names struct {
		Epoch     uint64        `json:"epoch"`
		Names     []NamedMember `json:"names"`
		Signature Signature     `json:"signature"`
	}
	Build struct {
		Client string `json:"client"`
		Build  string `json:"build,omitempty"`
	}
	// Pointer is where the sender points on the screen that the presenter shares.
	Pointer struct {
		Presenter SID    `json:"presenter"`
		X         uint16 `json:"x"`
		Y         uint16 `json:"y"`
	}
	// Want is what of the sender's picture the peer shows.
	Want struct {
		Line   string  `json:"line"`
		Height uint16  `json:"height"`          // pixels
		Rank   uint8   `json:"rank"`            // 0 small, 1 as others, 2 above them
		Limit  *uint32 `json:"limit,omitempty"` // kbit/s
	}
	Reaction struct {
		Reaction string `json:"reaction"`
	}
	// Ask is said by the host.
	Ask struct {
		Wish string `json:"wish"`
	}
	// Hosting is a step of handing over the role of the host.
	Hosting struct {
		Step string `json:"step"`
	}
	// HostKey gives the host key to whoever takes over.
	HostKey struct {
		Seed   Nonce `json:"seed"`
		Locked bool  `json:"locked,omitzero"` // nobody may knock
	}
	Caption struct {
		Text    string `json:"text"`
		Partial bool   `json:"partial,omitzero"` // the sender's next one takes its place
	}
	// Recall asks for what was written before we came.
	Recall  struct{}
	History struct {
		Lines []HistoryLine `json:"lines"`
	}
)

func (*Challenge) messageKind() string   { return "challenge" }
func (*Create) messageKind() string      { return "create" }
func (*Created) messageKind() string     { return "created" }
func (*Move) messageKind() string        { return "move" }
func (*Moved) messageKind() string       { return "moved" }
func (*Join) messageKind() string        { return "join" }
func (*Welcome) messageKind() string     { return "welcome" }
func (*Host) messageKind() string        { return "host" }
func (*Knock) messageKind() string       { return "knock" }
func (*Roster) messageKind() string      { return "roster" }
func (*Deny) messageKind() string        { return "deny" }
func (*End) messageKind() string         { return "end" }
func (*Connected) messageKind() string   { return "connected" }
func (*Leave) messageKind() string       { return "leave" }
func (*Ping) messageKind() string        { return "ping" }
func (*Pong) messageKind() string        { return "pong" }
func (*Left) messageKind() string        { return "left" }
func (*Incident) messageKind() string    { return "incident" }
func (*Relay) messageKind() string       { return "relay" }
func (*Error) messageKind() string       { return "error" }
func (*Auth) messageKind() string        { return "auth" }
func (*Hello) messageKind() string       { return "hello" }
func (*Ticket) messageKind() string      { return "ticket" }
func (*Note) messageKind() string        { return "note" }
func (*Locked) messageKind() string      { return "locked" }
func (*Full) messageKind() string        { return "full" }
func (*Description) messageKind() string { return "description" }
func (*Candidate) messageKind() string   { return "candidate" }
func (*Restart) messageKind() string     { return "restart" }
func (*Chat) messageKind() string        { return "chat" }
func (*State) messageKind() string       { return "state" }
func (*Bye) messageKind() string         { return "bye" }
func (*Commit) messageKind() string      { return "commit" }
func (*Reveal) messageKind() string      { return "reveal" }
func (*Names) messageKind() string       { return "names" }
func (*Build) messageKind() string       { return "build" }
func (*Want) messageKind() string        { return "want" }
func (*Pointer) messageKind() string     { return "pointer" }
func (*Reaction) messageKind() string    { return "reaction" }
func (*Ask) messageKind() string         { return "ask" }
func (*Hosting) messageKind() string     { return "hosting" }
func (*HostKey) messageKind() string     { return "host-key" }
func (*Caption) messageKind() string     { return "caption" }
func (*Recall) messageKind() string      { return "recall" }
func (*History) messageKind() string     { return "history" }
