package peer

import (
	"crypto/ed25519"

	"einmal/internal/links"
	"einmal/internal/peer/protocol"
)

// Link is what a guest or a host holds of a room; package links makes and reads them.
type Link = links.Link

// Kind of a call. A chat never sends a picture or a sound, an audio call never a picture.
type Kind = links.Kind

const (
	Video = links.Video
	Audio = links.Audio
	Chat  = links.Chat
)

// pinOf gives the F of the host key (protocol, section 2).
func pinOf(host protocol.PublicKey) [16]byte { return links.PinOf(host[:]) }

func publicOf(key ed25519.PrivateKey) protocol.PublicKey {
	return protocol.PublicKey(key.Public().(ed25519.PublicKey))
}
