// Package notice turns what a server does into the documents that tell of it: the privacy notice,
// the imprint, the record of processing, the technical and organisational measures, and the
// deletion concept, each in German and English.
//
// It is pure: [Facts] in, [Document] out. It imports none of our packages, opens nothing and reads
// no clock. The server fills in the facts from its running configuration, so the text cannot claim
// anything else.
//
// The words are in texts/, one file for each document and language, for lawyers to read. They are
// templates, and say so.
package notice

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Facts is what a running server does, as far as it concerns anybody. Every field changes the text
// (a test walks them).
type Facts struct {
	Version     string // of the program
	Address     string // the public origin, such as https://call.example
	Local       bool   // only its own machine reaches it
	Operator    Operator
	Encryption  Encryption
	Storage     Storage
	Creators    Creators
	LongestRoom time.Duration // that a room may wait for its call
	Proxy       bool          // a proxy stands in front and passes people's addresses on
	// hosts of relays beside the server, joined by commas
	Relays   string `json:",omitempty"`
	Metrics  bool   // counts are offered to the operator's monitoring
	Incident Incident

	// Date is the day since which this text has been in force. It is no part of the hash: the same
	// configuration has the same hash every day.
	Date time.Time `json:"-"`
}

// Incident is a search for a fault that has a reason and an end; the zero value is none.
type Incident struct {
	Reason string
	Until  time.Time
}

// Encryption says who encrypts the way between a browser and the server.
type Encryption string

const (
	EncryptedHere    Encryption = "here"  // the program, with a certificate it was given
	EncryptedAtProxy Encryption = "proxy" // somebody in front of the program
	Unencrypted      Encryption = "none"  // only for a server that its own machine reaches
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
	// holders of a creator link, of which a label and a hash are kept
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
)

// Kinds lists the documents in the order in which one reads them.
var Kinds = []Kind{Privacy, Record, Measures, Deletion, Imprint}

// Language is de or en.
type Language string

const (
	German  Language = "de"
	English Language = "en"
)

// Languages lists the languages there are words for.
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
