package peer

import (
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
