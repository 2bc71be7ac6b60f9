// Package notice writes the documents that say what a server does: the privacy notice, the imprint,
// the record of processing, the technical and organisational measures, and the deletion concept,
// each in German and English.
//
// It is pure: [Facts] in, [Document] out. It imports none of our packages, opens nothing and reads
// no clock. The server fills in the facts from its running configuration, so the text cannot claim
// anything else.
//
// The words are in texts/, one file for each document and language, for lawyers to read. They are
// templates. Those that only the operator sees say so; of the public ones, einmal notice does.
package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Facts are what a running server does, as far as it concerns anybody. Each of them changes the
// text (a test tries all).
type Facts struct {
	Version     string // of the program
	Address     string // the public origin, such as https://call.example
	Local       bool   // only its own machine reaches it
	Operator    Operator
	Encryption  Encryption
	Storage     Storage
	Creators    Creators
	LongestRoom time.Duration // that a room may wait for its call
	Boxes       bool          // hosts may leave something for guests, sealed
	Proxy       bool          // one in front passes people's addresses on
	// hosts of relays beside the server, joined by commas
	Relays string `json:",omitempty"`
	// host of the authority that the server gets its certificate from
	Authority string `json:",omitempty"`
	// the page hands invitations to a telephone gateway
	Phone    bool `json:",omitempty"`
	Metrics  bool // counts are offered to the operator's monitoring
	Incident Incident

	// Date is the day since which this text is in force. It is not in the hash, so a configuration
	// has the same hash every day.
	Date time.Time `json:"-"`
}

// Incident is a search for a fault that has a reason and an end; the zero value is none.
type Incident struct {
	Reason string
	Until  time.Time
}

// Encryption says who encrypts the connections of browsers.
type Encryption string

const (
	EncryptedHere    Encryption = "here"  // the program, with a certificate it was given
	EncryptedAtProxy Encryption = "proxy" // a proxy in front of the program
	Unencrypted      Encryption = "none"  // only if nobody but its own machine reaches the server
)

// Storage says where rooms wait for their call.
type Storage string

const (
	OnDisk   Storage = "disk"
	InMemory Storage = "memory"
)

// Creators says who may make rooms.
type Creators string

const (
	NobodyCreates Creators = "nobody"
	LocalCreates  Creators = "local" // whoever reaches the server's own machine
	// holders of a creator link; its label and a hash are kept
	InvitedCreate   Creators = "token"
	EverybodyCreate Creators = "open" // with a proof of work
)

// Kind is one of the documents.
type Kind string

const (
	Privacy  Kind = "notice"
	Record   Kind = "record"   // of processing activities (Art. 30 GDPR)
	Measures Kind = "measures" // technical and organisational (Art. 32 GDPR)
	Deletion Kind = "deletion"
	Imprint  Kind = "imprint"

	// Missing stands where there is nothing. It is none of the operator's documents.
	Missing Kind = "missing"
)

// Kinds lists the documents in the order of reading.
var Kinds = []Kind{Privacy, Record, Measures, Deletion, Imprint}

// Language is de or en.
type Language string

const (
	German  Language = "de"
	English Language = "en"
)

// Languages lists the languages of the texts.
var Languages = []Language{German, English}

// Hash names the configuration: 16 hexadecimal digits of SHA-256 over the facts without the date.
// Two servers that do the same under the same name have the same.
func (f Facts) Hash() string {
	f.Incident.Until = f.Incident.Until.UTC()
	data, err := json.Marshal(f) // in the order of the fields
	if err != nil {              // strings, numbers and a time cannot fail
		panic(err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}
