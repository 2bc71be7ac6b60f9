package signal

import (
	"einmal/internal/protocol"
	"einmal/internal/wsconn"

	"github.com/gorilla/websocket"
)

// goingAway is the end of every connection when the hub closes.
var goingAway = wsconn.Ending{Status: websocket.CloseGoingAway}

// endingFor is how a connection ends with a code; without one it is a plain goodbye.
func endingFor(code protocol.Code) wsconn.Ending {
	if code == "" {
		return wsconn.Ending{Status: websocket.CloseNormalClosure}
	}
	return wsconn.Ending{Text: protocol.Encode(protocol.NewError(code)), Status: closeStatus(code),
		Reason: string(code)}
}

// closeStatus is the WebSocket close code (RFC 6455, 7.4.1) that goes with an error.
func closeStatus(code protocol.Code) int {
	if code == protocol.CodeTooLarge {
		return websocket.CloseMessageTooBig
	}
	return websocket.ClosePolicyViolation
}
