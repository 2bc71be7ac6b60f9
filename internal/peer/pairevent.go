package peer

import (
	"einmal/internal/peer/protocol"
	"einmal/internal/peer/rtc"
	"einmal/internal/peer/seal"
	"einmal/internal/peer/transfer"
)

// pairEvent is what happens between us and one peer: one of the types below.
type pairEvent interface{ isPairEvent() }

type (
	// pairAuthenticated: the sealed path is open and the peer has proved who it is; again after
	// each loss.
	pairAuthenticated struct{ auth *protocol.Auth }
	// pairChannelOpen: the data channel is open.
	pairChannelOpen struct{}
	// pairMessage is what the peer says, other than of the negotiation, the code and files.
	pairMessage struct{ message protocol.Message }
	// pairConnected: there is a direct way, again or for the first time.
	pairConnected struct{ route rtc.Route }
	// pairLost: the direct way broke.
	pairLost struct{}
	// pairFailed: no direct way was found.
	pairFailed struct{}
	// pairUnconnected: it has none any more, and is to be started anew.
	pairUnconnected struct{}
	// pairSafetyCode: the safety code is made.
	pairSafetyCode struct{ code *seal.SafetyCode }
	// pairUnchecked: the peer has not done its part of the code in time.
	pairUnchecked struct{}
	// pairFileOutcome says what has become of a file.
	pairFileOutcome struct {
		outcome transfer.Outcome
		file    *transfer.File
		code    string
	}
	// pairAttacked: somebody tampered, or the peer broke the protocol. The pair is closed.
	pairAttacked struct{ code string }
)

func (pairAuthenticated) isPairEvent() {}
func (pairChannelOpen) isPairEvent()   {}
func (pairMessage) isPairEvent()       {}
func (pairConnected) isPairEvent()     {}
func (pairLost) isPairEvent()          {}
func (pairFailed) isPairEvent()        {}
func (pairUnconnected) isPairEvent()   {}
func (pairSafetyCode) isPairEvent()    {}
func (pairUnchecked) isPairEvent()     {}
func (pairFileOutcome) isPairEvent()   {}
func (pairAttacked) isPairEvent()      {}
