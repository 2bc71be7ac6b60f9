package turnserver

import (
	"time"

	"einmal/turnserver/internal/ratelimit"
)

// Signed requests cost several HMACs and pion's work. A member with all the allocations it may have
// asks for a permission on each and for each candidate of the others at once, and from then on some
// ten times a second; an office behind one address has several such. So nobody who follows the
// protocol comes near these, and nobody else comes far beyond.
var (
	memberRequests = ratelimit.Limit{Rate: 100, Holds: 40 * time.Second}
	sourceRequests = ratelimit.Limit{Rate: 400, Holds: 40 * time.Second}
)

// What a packet counts beside its payload: the headers of Ethernet, IP, UDP and TURN. A short one
// takes as much of a processor as one of several hundred bytes, and counts as that.
const (
	packetHeaders = 100
	leastCounted  = 500
)

// relayLimits are the quotas of what is relayed, ready for use.
type relayLimits struct {
	perRoom, allRooms          ratelimit.Limit // in a second
	perRoomTraffic, allTraffic ratelimit.Limit // in a day
	hasTraffic                 bool
	allBucket, dayBucket       ratelimit.Bucket // of all rooms
}

// trafficDay is the time of Quotas.Traffic, of which one room may take a tenth, so that it takes
// ten to use it up.
const (
	trafficDay   = 24 * time.Hour
	roomFraction = 10
)

func (l *relayLimits) configure(q Quotas) {
	l.perRoom = ratelimit.Limit{Rate: q.Bandwidth, Holds: time.Second}
	l.allRooms = ratelimit.Limit{Rate: q.TotalBandwidth, Holds: time.Second}
	l.hasTraffic = q.Traffic > 0
	l.allTraffic = ratelimit.Limit{Rate: max(1, q.Traffic/int64(trafficDay/time.Second)), Holds: trafficDay}
	l.perRoomTraffic = ratelimit.Limit{Rate: max(1, l.allTraffic.Rate/roomFraction), Holds: trafficDay}
}

// mayPass takes a packet of a room from all budgets that it counts for, and says which has no more.
func (l *relayLimits) mayPass(r *room, payload int, now int64) dropReason {
	size := max(payload+packetHeaders, leastCounted)
	switch {
	case !r.bandwidth.TryTake(size, l.perRoom, now):
		return dropOverRate
	case !l.allBucket.TryTake(size, l.allRooms, now):
		return dropOverTotal
	case l.hasTraffic && !(r.traffic.TryTake(size, l.perRoomTraffic, now) &&
		l.dayBucket.TryTake(size, l.allTraffic, now)):
		return dropOverTraffic
	}
	return 0
}
