// Package peer is the native participant of an einmal call: an implementation of docs/protocol.md
// on flynn/noise and pion/webrtc that shares no code with the server or with the web client. It can
// create a room, be its host, join as a guest, and keep a pair with everybody else in the call.
//
// [Create] makes a room, [Join] enters one and returns a [Call]; what happens in it comes out of
// [Call.Next] in order.
//
// # Layers
//
// Each package stands on those before it and knows nothing of those after it:
//
//	protocol    messages, limits, and what is let through of what others write
//	seal        the sealed channel, signatures, the safety code, tickets
//	taskqueue   functions for the call's goroutine
//	rtc         the direct connection: ICE, media, data channels
//	transfer    files over a data channel
//	pair        all that ties us to one peer: sealed path, connection, files
//	signalling  the WebSocket to the server
//	peer        the call: session, members, the host's admission
//
// What happens goes upward through functions that the higher layer sets, and out of a pair as a
// [pair.Event]; onPairEvent makes an [Event] of what the user of a call is to see.
//
// # What it promises
//
// A peer deals only with those whom the host's newest signed roster names, over channels that are
// sealed under the key in the link. Whoever breaks that, changes a frame, shows another key or
// another DTLS certificate than announced, is cut off with an alarm event and gets no media.
// Nothing is logged, by this package or by pion.
//
// # Concurrency
//
// Each call has one goroutine that owns all of its state (call.go). Whatever comes from elsewhere,
// from the socket's reader, from pion's callbacks, from timers and from the methods of Call, is a
// function in its task queue, which never blocks whoever posts. Fields are without locks unless
// they say otherwise.
package peer
