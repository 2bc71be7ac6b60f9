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
	// pairOpen: the data channel is open.
	pairOpen struct{}
	// pairMessage is what the peer says, other than of the negotiation, the code and files.
	pairMessage struct{ message protocol.Message }
	// pairConnected: there is a direct way, again or for the first time.
	pairConnected struct{ route rtc.Route }
	// pairLost: the direct way broke.
	pairLost struct{}
	// pairFailed: no direct way was found.
	pairFailed struct{}
	// pairWantsConnection: it has none any more, and is to be started anew.
	pairWantsConnection struct{}
	// pairSafe: the safety code is made.
	pairSafe struct{ code *seal.SafetyCode }
	// pairUnchecked: the peer has not done its part of the code in time.
	pairUnchecked struct{}
	// pairFile says what has become of a file.
	pairFile struct {
		outcome transfer.Outcome
		file    *transfer.File
		code    string
	}
	// pairAttacked: somebody tampered, or the peer broke the protocol. The pair is closed.
	pairAttacked struct{ code string }
)

func (pairAuthenticated) isPairEvent()   {}
func (pairOpen) isPairEvent()            {}
func (pairMessage) isPairEvent()         {}
func (pairConnected) isPairEvent()       {}
func (pairLost) isPairEvent()            {}
func (pairFailed) isPairEvent()          {}
func (pairWantsConnection) isPairEvent() {}
func (pairSafe) isPairEvent()            {}
func (pairUnchecked) isPairEvent()       {}
func (pairFile) isPairEvent()            {}
func (pairAttacked) isPairEvent()        {}
