package protocol

import (
	"maps"
	"slices"
)

// Code is a stable name for what went wrong (docs/protocol.md, 5).
type Code string

const (
	CodeBadMessage      Code = "bad-message"
	CodeUnknownKind     Code = "unknown-kind"
	CodeUnknownField    Code = "unknown-field"
	CodeTooLarge        Code = "too-large"
	CodeWrongState      Code = "wrong-state"
	CodeBadSignature    Code = "bad-signature"
	CodeBadOrigin       Code = "bad-origin"
	CodeTooSlow         Code = "too-slow"
	CodeTooMany         Code = "too-many"
	CodeCreateForbidden Code = "create-forbidden"
	CodeBadProof        Code = "bad-proof"
	CodeServerFull      Code = "server-full"
	CodeRoomExists      Code = "room-exists"
	CodeRoomGone        Code = "room-gone"
	CodeTooLong         Code = "too-long"
	CodeEndedByOperator Code = "ended-by-operator"
	CodeRoomFull        Code = "room-full"
	CodeLobbyFull       Code = "lobby-full"
	CodeStaleEpoch      Code = "stale-epoch"
	CodeUnknownPeer     Code = "unknown-peer"
	CodeReplaced        Code = "replaced"
	CodeDenied          Code = "denied"
	CodeRemoved         Code = "removed"
	CodeBoxExists       Code = "box-exists"
	CodeNoBox           Code = "no-box"
	CodeMailboxFull     Code = "mailbox-full"
	CodeInternal        Code = "internal"
)

// sentences says each code to people. They are fixed, so that two errors of one code are the same
// bytes.
var sentences = map[Code]string{
	CodeBadMessage:   "This message is not well formed.",
	CodeUnknownKind:  "This message kind is not known.",
	CodeUnknownField: "This message has a field that is not known.",
	CodeTooLarge:     "This message is larger than 66 KiB.",
	CodeWrongState:   "This message does not fit now.",
	CodeBadSignature: "The signature does not verify.",
	CodeBadOrigin:    "This page may not use this server.",
	CodeTooSlow:      "The connection was too slow.",
	CodeTooMany: "Too many connections or attempts from your network; try again in a " +
		"minute.",
	CodeCreateForbidden: "You may not create rooms on this server.",
	CodeBadProof:        "The proof of work is missing or not enough.",
	CodeServerFull:      "This server has no place for another room.",
	CodeRoomExists:      "This room exists already.",
	CodeRoomGone:        "This call is over, or it never existed.",
	CodeTooLong:         "This server keeps no room for so long.",
	CodeEndedByOperator: "The operator of this server has ended this call.",
	CodeRoomFull:        "No seat is free.",
	CodeLobbyFull:       "Too many people are waiting for this call.",
	CodeStaleEpoch:      "A newer list of members is known.",
	CodeUnknownPeer:     "This person is not here.",
	CodeReplaced:        "You joined this call from somewhere else.",
	CodeDenied:          "You were not let in.",
	CodeRemoved:         "You were taken out of the call.",
	CodeBoxExists:       "Something lies there already.",
	CodeNoBox:           "Nothing lies there.",
	CodeMailboxFull:     "This server has no place for it.",
	CodeInternal:        "The server failed.",
}

// Sentence says the code to people.
func (c Code) Sentence() string { return sentences[c] }

// Codes lists all codes.
func Codes() []Code { return slices.Collect(maps.Keys(sentences)) }

// KeepsSocket says whether the socket goes on after an error with this code.
func (c Code) KeepsSocket() bool { return keepsSocket[c] }

var keepsSocket = map[Code]bool{
	CodeRoomFull:    true,
	CodeStaleEpoch:  true,
	CodeUnknownPeer: true,
}

// Error is the server's message that something went wrong.
type Error struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	SID     SID    `json:"sid,omitzero"` // of an unknown-peer, if the command named several
}

// NewError gives the error of a code.
func NewError(code Code) *Error { return &Error{Code: code, Message: sentences[code]} }
