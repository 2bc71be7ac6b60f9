package peer

// message is a pointer to one of the structs below. Their fields are those of the JSON object
// without its kind. A field is optional if its tag says omitempty or omitzero.
type message interface{ messageKind() string }

const (
	roleHost    = "host"
	roleGuest   = "guest"
	roleKnocker = "knocker"
)

// What a peer says it runs (protocol, section 4.5).
const (
	clientBrowser = "browser"
	clientNative  = "native"
)

// member is one line of a roster. Role is host or guest.
type member struct {
	SID  SID       `json:"sid"`
	Key  publicKey `json:"key"`
	Role string    `json:"role"`
}

// namedMember is one line of the host's word on who is called what (protocol, section 4.7).
type namedMember struct {
	SID  SID    `json:"sid"`
	Name string `json:"name"`
}

// Signalling (protocol, section 3). Times are in seconds.
type (
	challengeMessage struct {
		Nonce nonce  `json:"nonce"`
		Work  *uint8 `json:"work,omitempty"`
	}
	createMessage struct {
		Room      roomID     `json:"room"`
		HostKey   publicKey  `json:"hostKey"`
		Seats     uint8      `json:"seats"`
		Lifetime  uint32     `json:"lifetime"`
		Signature signature  `json:"signature"`
		Proof     *workProof `json:"proof,omitempty"`

		Creator          *publicKey `json:"creator,omitempty"`
		CreatorSignature *signature `json:"creatorSignature,omitempty"`
	}
	createdMessage struct {
		Expires int64 `json:"expires"`
	}
	joinMessage struct {
		Room          roomID         `json:"room"`
		Key           publicKey      `json:"key"`
		Signature     signature      `json:"signature"`
		HostSignature *signature     `json:"hostSignature,omitempty"`
		SID           *SID           `json:"sid,omitempty"`
		Roster        *rosterMessage `json:"roster,omitempty"`
	}
	welcomeMessage struct {
		SID      SID            `json:"sid"`
		Role     string         `json:"role"`
		Seats    int            `json:"seats"`
		Host     *SID           `json:"host,omitempty"`
		Away     bool           `json:"away,omitzero"` // the host's socket is lost at the moment
		Roster   *rosterMessage `json:"roster,omitempty"`
		Knockers []SID          `json:"knockers,omitempty"` // to the host
	}
	hostMessage struct {
		Host *SID `json:"host,omitempty"`
		Away bool `json:"away,omitzero"`
	}
	knockMessage struct {
		SID SID `json:"sid"`
	}
	// rosterMessage is said in signalling, between peers, and inside other messages.
	rosterMessage struct {
		Epoch     uint64    `json:"epoch"`
		Members   []member  `json:"members"`
		Signature signature `json:"signature"`
	}
	denyMessage struct {
		SID       SID       `json:"sid"`
		Signature signature `json:"signature"`
	}
	// endMessage is said in signalling and between peers.
	endMessage struct {
		Signature signature `json:"signature"`
	}
	connectedMessage struct{}
	leaveMessage     struct{}
	pingMessage      struct{}
	pongMessage      struct{}
	leftMessage      struct {
		SID SID `json:"sid"`
	}
	incidentMessage struct {
		Until  int64  `json:"until,omitzero"`
		Reason string `json:"reason,omitempty"`
	}
	relayMessage struct {
		URLs       []string `json:"urls"`
		Username   string   `json:"username"`
		Credential string   `json:"credential"`
		Expires    int64    `json:"expires"`
	}
	errorMessage struct {
		Code    string `json:"code"`
		Message string `json:"message"`
		SID     *SID   `json:"sid,omitempty"` // of an unknown-peer in a roster
	}
)

// Between two peers (protocol, section 4).
type (
	authMessage struct {
		Key           publicKey  `json:"key"`
		Signature     signature  `json:"signature"`
		HostKey       *publicKey `json:"hostKey,omitempty"`
		HostSignature *signature `json:"hostSignature,omitempty"`
	}
	helloMessage struct {
		Name   string `json:"name"`
		Ticket blob   `json:"ticket,omitempty"`
		Topic  string `json:"topic,omitempty"`
	}
	ticketMessage struct {
		Ticket blob `json:"ticket"`
	}
	noteMessage struct {
		Text string `json:"text"`
	}
	fullMessage        struct{}
	lockedMessage      struct{}
	descriptionMessage struct {
		Type string `json:"type"`
		SDP  string `json:"sdp"`
	}
	candidateMessage struct {
		Candidate string `json:"candidate"`
		MID       string `json:"mid"`
	}
	chatMessage struct {
		Text string `json:"text"`
	}
	stateMessage struct {
		Microphone bool `json:"microphone"`
		Camera     bool `json:"camera"`
	}
	byeMessage struct{}
	// What follows travels on the data channel alone.
	commitMessage struct {
		Attempt    attemptID  `json:"attempt"`
		Commitment commitment `json:"commitment"`
	}
	revealMessage struct {
		Nonce nonce `json:"nonce"`
	}
	namesMessage struct {
		Epoch     uint64        `json:"epoch"`
		Names     []namedMember `json:"names"`
		Signature signature     `json:"signature"`
	}
	buildMessage struct {
		Client string `json:"client"`
		Build  string `json:"build,omitempty"`
	}
	fileMessage struct {
		ID   fileID   `json:"id"`
		Name string   `json:"name"`
		Size int64    `json:"size"`
		Hash fileHash `json:"hash"`
	}
	acceptMessage struct {
		ID fileID `json:"id"`
	}
	declineMessage struct {
		ID fileID `json:"id"`
	}
	withdrawMessage struct {
		ID fileID `json:"id"`
	}
	receivedMessage struct {
		ID fileID `json:"id"`
	}
)

func (*challengeMessage) messageKind() string   { return "challenge" }
func (*createMessage) messageKind() string      { return "create" }
func (*createdMessage) messageKind() string     { return "created" }
func (*joinMessage) messageKind() string        { return "join" }
func (*welcomeMessage) messageKind() string     { return "welcome" }
func (*hostMessage) messageKind() string        { return "host" }
func (*knockMessage) messageKind() string       { return "knock" }
func (*rosterMessage) messageKind() string      { return "roster" }
func (*denyMessage) messageKind() string        { return "deny" }
func (*endMessage) messageKind() string         { return "end" }
func (*connectedMessage) messageKind() string   { return "connected" }
func (*leaveMessage) messageKind() string       { return "leave" }
func (*pingMessage) messageKind() string        { return "ping" }
func (*pongMessage) messageKind() string        { return "pong" }
func (*leftMessage) messageKind() string        { return "left" }
func (*incidentMessage) messageKind() string    { return "incident" }
func (*relayMessage) messageKind() string       { return "relay" }
func (*errorMessage) messageKind() string       { return "error" }
func (*authMessage) messageKind() string        { return "auth" }
func (*helloMessage) messageKind() string       { return "hello" }
func (*ticketMessage) messageKind() string      { return "ticket" }
func (*noteMessage) messageKind() string        { return "note" }
func (*lockedMessage) messageKind() string      { return "locked" }
func (*fullMessage) messageKind() string        { return "full" }
func (*descriptionMessage) messageKind() string { return "description" }
func (*candidateMessage) messageKind() string   { return "candidate" }
func (*chatMessage) messageKind() string        { return "chat" }
func (*stateMessage) messageKind() string       { return "state" }
func (*byeMessage) messageKind() string         { return "bye" }
func (*commitMessage) messageKind() string      { return "commit" }
func (*revealMessage) messageKind() string      { return "reveal" }
func (*namesMessage) messageKind() string       { return "names" }
func (*buildMessage) messageKind() string       { return "build" }
func (*fileMessage) messageKind() string        { return "file" }
func (*acceptMessage) messageKind() string      { return "accept" }
func (*declineMessage) messageKind() string     { return "decline" }
func (*withdrawMessage) messageKind() string    { return "withdraw" }
func (*receivedMessage) messageKind() string    { return "received" }
