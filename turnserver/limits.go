package turnserver

import (
	"time"

	"einmal/turnserver/internal/ratelimit"
)

// A signed request costs several HMACs and pion's work. A member at its quota asks for permissions
// on every allocation, for every candidate of the others, all at once, and from then on some ten
// times a second; an office behind one address has several such members. So clients that follow the
// protocol stay well below these limits, and no others get far beyond.
var (
	memberRequests = ratelimit.Limit{Rate: 100, Holds: 40 * time.Second}
	sourceRequests = ratelimit.Limit{Rate: 400, Holds: 40 * time.Second}
)

// What a packet counts beyond its payload: the headers of Ethernet, IP, UDP and TURN. A short
// packet takes as much processor time as one of several hundred bytes, and counts as much.
const (
	packetHeaders = 100
	leastCounted  = 500
)

// relayLimits are the quotas for relayed data, as token buckets.
type relayLimits struct {
	perRoom, allRooms          ratelimit.Limit // in a second
	perRoomTraffic, allTraffic ratelimit.Limit // in a day
	hasTraffic                 bool
	allBucket, dayBucket       ratelimit.Bucket // of all rooms
}

// trafficDay is the period of Quotas.Traffic. One room may use a tenth of it, so that it takes ten
// to use it up.
const (
	trafficDay   = 24 * time.Hour
	roomFraction = 10
)

// configure sets the limits of quotas that are complete.
func (l *relayLimits) configure(q Quotas) {
	l.perRoom = ratelimit.Limit{Rate: q.Bandwidth, Holds: time.Second}
	l.allRooms = ratelimit.Limit{Rate: q.TotalBandwidth, Holds: time.Second}
	l.hasTraffic = q.Traffic > 0
	perSecond := max(1, q.Traffic/int64(trafficDay/time.Second))
	l.allTraffic = ratelimit.Limit{Rate: perSecond, Holds: trafficDay}
	l.perRoomTraffic = ratelimit.Limit{Rate: max(1, perSecond/roomFraction), Holds: trafficDay}
}

// mayPass takes a packet of a room from all buckets that it counts for, and says which one is
// empty.
func (l *relayLimits) mayPass(r *room, payload int, now int64) dropReason {
	size := max(payload+packetHeaders, leastCounted)
	switch {
	case !r.bandwidthBucket.TryTake(size, l.perRoom, now):
		return dropOverRate
	case !l.allBucket.TryTake(size, l.allRooms, now):
		return dropOverTotal
	case l.hasTraffic && !(r.trafficBucket.TryTake(size, l.perRoomTraffic, now) &&
		l.dayBucket.TryTake(size, l.allTraffic, now)):
		return dropOverTraffic
	}
	return 0
}
