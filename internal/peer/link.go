package peer

import (
	"crypto/ed25519"

	"einmal/internal/links"
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
func pinOf(host publicKey) [16]byte { return links.HostPin(host[:]) }

func publicOf(key ed25519.PrivateKey) publicKey {
	return publicKey(key.Public().(ed25519.PublicKey))
}
