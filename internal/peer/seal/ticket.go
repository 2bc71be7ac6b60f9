package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/rand"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

// Resume tickets: the host's note to itself that somebody was admitted, kept by the guest. Only the
// host can read one: nonce (12 bytes) || AES-256-GCM of sid || key || name, with the room as
// additional data, under a key derived from the host's seed, so that a reloaded host needs no
// memory of its own.

const (
	ticketNonce = 12
	// without the name
	ticketSize = ticketNonce + len(protocol.SID{}) + len(protocol.PublicKey{}) + 16
)

// Admitted is a member under the name with which it was let in.
type Admitted struct {
	protocol.Member
	Name string
}

func ticketCipher(host ed25519.PrivateKey) cipher.AEAD {
	block, err := aes.NewCipher(links.Derive(host.Seed(), "einmal/1 ticket", 32))
	if err != nil { // only for keys of another size
		panic(err)
	}
	sealed, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return sealed
}

func SealTicket(host ed25519.PrivateKey, room protocol.RoomID, a Admitted) protocol.Blob {
	ticket := make([]byte, ticketNonce, ticketSize+len(a.Name))
	rand.Read(ticket)
	return ticketCipher(host).Seal(ticket, ticket, append(append(a.SID[:], a.Key[:]...), a.Name...),
		room[:])
}

// OpenTicket returns the member that the ticket was made for, or false for what this host did not
// seal for this room.
func OpenTicket(host ed25519.PrivateKey, room protocol.RoomID,
	ticket protocol.Blob) (Admitted, bool) {
	if len(ticket) < ticketSize {
		return Admitted{}, false
	}
	content, err := ticketCipher(host).Open(nil, ticket[:ticketNonce], ticket[ticketNonce:],
		room[:])
	if err != nil {
		return Admitted{}, false
	}
	sid := protocol.SID(content[:len(protocol.SID{})])
	key := content[len(sid):]
	name := string(key[len(protocol.PublicKey{}):])
	member := protocol.Member{SID: sid, Key: protocol.PublicKey(key[:len(protocol.PublicKey{})]),
		Role: protocol.RoleGuest}
	return Admitted{member, name}, protocol.IsName(name)
}
