package turnserver

import "sync/atomic"

// dropReason says why a packet or request was dropped.
type dropReason int

const (
	dropMalformed   dropReason = iota + 1 // neither ChannelData nor a STUN message that we know
	dropTooLong                           // over MaxMessageSize
	dropUnallocated                       // data from a source without an allocation
	dropUnbound                           // ChannelData on a channel that is not bound
	// the receiver has neither channel nor permission for the sender
	dropUnpermitted
	dropUnreachable     // the peer address is no allocation here
	dropOtherRoom       // a peer in another room
	dropQueueFull       // the receiver reads too slowly
	dropUnsendable      // the kernel refused it
	dropUnauthenticated // a request that needs a credential and has none
	dropLimited         // too many unauthenticated requests from one source
	dropRefused         // authenticated, but not allowed
	dropCrowded         // a second stream from the same address and port
	dropOverRate        // more than the room may have relayed in a second
	dropOverTotal       // more than all rooms may have relayed in a second
	dropOverTraffic     // more than the room or all rooms may have relayed in a day
	dropOverPace        // too many requests of a member or a source
	dropBusy            // too many requests wait
	dropOverQuota       // one allocation too many, and none gives way

	dropReasons = iota + 1
)

var dropNames = [dropReasons]string{
	"", "malformed", "too_long", "unallocated", "unbound", "unpermitted", "unreachable",
	"other_room", "queue_full", "unsendable",
	"unauthenticated", "limited", "refused", "crowded", "over_rate", "over_total", "over_traffic",
	"over_pace",
	"busy", "over_quota",
}

// counters count packets and requests, never people.
type counters struct {
	allocated, displaced, packets, bytes atomic.Uint64
	drops                                [dropReasons]atomic.Uint64
}

func (c *counters) countDrop(reason dropReason) { c.drops[reason].Add(1) }
