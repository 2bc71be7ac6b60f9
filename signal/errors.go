package signal

import (
	"maps"
	"slices"
)

// Code is a stable name for what went wrong (docs/protocol.md, 5).
type Code string

const (
	codeBadMessage      Code = "bad-message"
	codeUnknownKind     Code = "unknown-kind"
	codeUnknownField    Code = "unknown-field"
	codeTooLarge        Code = "too-large"
	codeWrongState      Code = "wrong-state"
	codeBadSignature    Code = "bad-signature"
	codeBadOrigin       Code = "bad-origin"
	codeTooSlow         Code = "too-slow"
	codeTooMany         Code = "too-many"
	codeCreateForbidden Code = "create-forbidden"
	codeBadProof        Code = "bad-proof"
	codeServerFull      Code = "server-full"
	codeRoomExists      Code = "room-exists"
	codeRoomGone        Code = "room-gone"
	codeRoomFull        Code = "room-full"
	codeLobbyFull       Code = "lobby-full"
	codeStaleEpoch      Code = "stale-epoch"
	codeUnknownPeer     Code = "unknown-peer"
	codeReplaced        Code = "replaced"
	codeDenied          Code = "denied"
	codeRemoved         Code = "removed"
	codeInternal        Code = "internal"
)

// sentences says each code to people. They are fixed, so that two errors of one code are the same
// bytes.
var sentences = map[Code]string{
	codeBadMessage:   "This message is not well formed.",
	codeUnknownKind:  "This message kind is not known.",
	codeUnknownField: "This message has a field that is not known.",
	codeTooLarge:     "This message is larger than 66 KiB.",
	codeWrongState:   "This message does not fit now.",
	codeBadSignature: "The signature does not verify.",
	codeBadOrigin:    "This page may not use this server.",
	codeTooSlow:      "The connection was too slow.",
	codeTooMany: "Too many connections or attempts from your network; try again in a " +
		"minute.",
	codeCreateForbidden: "You may not create rooms on this server.",
	codeBadProof:        "The proof of work is missing or not enough.",
	codeServerFull:      "This server has no place for another room.",
	codeRoomExists:      "This room exists already.",
	codeRoomGone:        "This call is over, or it never existed.",
	codeRoomFull:        "No seat is free.",
	codeLobbyFull:       "Too many people are waiting for this call.",
	codeStaleEpoch:      "A newer list of members is known.",
	codeUnknownPeer:     "This person is not here.",
	codeReplaced:        "You joined this call from somewhere else.",
	codeDenied:          "You were not let in.",
	codeRemoved:         "You were taken out of the call.",
	codeInternal:        "The server failed.",
}

// Sentence says the code to people.
func (c Code) Sentence() string { return sentences[c] }

// Codes lists all codes.
func Codes() []Code { return slices.Collect(maps.Keys(sentences)) }

// KeepsSocket says whether the socket goes on after an error with this code.
func (c Code) KeepsSocket() bool { return keepsSocket[c] }

var keepsSocket = map[Code]bool{
	codeRoomFull:    true,
	codeStaleEpoch:  true,
	codeUnknownPeer: true,
}

// Error is the server's message that something went wrong.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	SID     SID    `json:"sid,omitzero"` // of an unknown-peer, if the command named several
}

// newError gives the error of a code.
func newError(code Code) *Error { return &Error{Code: code, Message: sentences[code]} }
