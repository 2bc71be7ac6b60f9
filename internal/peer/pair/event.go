package pair

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/transfer"
)

// Event is what happens between us and one peer: one of the types below.
type Event interface{ isPairEvent() }

type (
	// Authenticated: the sealed path is open and the peer has proved who it is; repeated after
	// each loss.
	Authenticated struct{ Auth *protocol.Auth }
	// ChannelOpen: the data channel is open.
	ChannelOpen struct{}
	// Message is what the peer says, other than of the negotiation, the code and files.
	Message struct{ Message protocol.Message }
	// Connected: there is a direct path, again or for the first time.
	Connected struct{ Route rtc.Route }
	// Lost: the direct path broke.
	Lost struct{}
	// Failed: no direct path was found.
	Failed struct{}
	// Unconnected: the pair has no connection any more and needs StartConnection.
	Unconnected struct{}
	// SafetyCode: the safety code is made.
	SafetyCode struct{ Code *seal.SafetyCode }
	// Unchecked: the peer has not done its part of the code in time.
	Unchecked struct{}
	// FileOutcome says what has become of a file.
	FileOutcome struct {
		Outcome transfer.Outcome
		File    *transfer.File
		Code    string
	}
	// DocOpen: the channel for documents is open.
	DocOpen struct{}
	// Doc came on it: a kind, and what the part that it is of makes of the payload.
	Doc struct {
		Kind    byte
		Payload []byte
	}
	// Attacked: somebody tampered, or the peer broke the protocol. The pair is closed.
	Attacked struct{ Code string }
)

func (Authenticated) isPairEvent() {}
func (ChannelOpen) isPairEvent()   {}
func (Message) isPairEvent()       {}
func (Connected) isPairEvent()     {}
func (Lost) isPairEvent()          {}
func (Failed) isPairEvent()        {}
func (Unconnected) isPairEvent()   {}
func (SafetyCode) isPairEvent()    {}
func (Unchecked) isPairEvent()     {}
func (FileOutcome) isPairEvent()   {}
func (DocOpen) isPairEvent()       {}
func (Doc) isPairEvent()           {}
func (Attacked) isPairEvent()      {}
