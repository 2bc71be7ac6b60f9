package rooms

import (
	"bytes"
	"slices"
	"time"
)

// MostRooms is how many a store takes, unless it is told otherwise: a file of some 50 MB, and a
// start that reads it in seconds.
const MostRooms = 200_000

// index knows which rooms expire in which hour, so that a sweep looks at no other. It lives in
// memory alone: on disk it would tell what is sealed there. It has lists and not tables, since
// tables keep what was deleted from them.
type index struct {
	hours map[uint32][]Key
	count int
}

// damaged is the hour of rooms whose record does not open: nobody can use them, or tell when they
// would expire.
const damaged = 0

func (x *index) addKey(k Key, hour uint32) {
	if x.hours == nil {
		x.hours = make(map[uint32][]Key)
	}
	x.hours[hour] = append(x.hours[hour], k)
	x.count++
}

func (x *index) removeKey(k Key, hour uint32) {
	keys := x.hours[hour]
	i := slices.IndexFunc(keys, func(other Key) bool { return bytes.Equal(k[:], other[:]) })
	if i < 0 {
		return
	}
	last := len(keys) - 1
	keys[i], keys[last] = keys[last], Key{}
	x.count--
	if last == 0 {
		delete(x.hours, hour)
		return
	}
	x.hours[hour] = keys[:last]
}

// entry is a room and the hour under which it stands.
type entry struct {
	key  Key
	hour uint32
}

// dueRooms gives rooms that have expired at now and are not kept, as many as some at most.
func (x *index) dueRooms(now time.Time, some int, isKept func(Key) bool) (due []entry) {
	for hour, keys := range x.hours {
		if int64(hour)*3600 > now.Unix() {
			continue
		}
		for _, k := range keys {
			if len(due) == some {
				return due
			}
			if isKept == nil || !isKept(k) {
				due = append(due, entry{k, hour})
			}
		}
	}
	return due
}
