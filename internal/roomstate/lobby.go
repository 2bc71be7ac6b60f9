package roomstate

import (
	"slices"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// Who may knock. The lobby is small, so that the host's page does not drown; what is in it is
// shared fairly between sources (see [sourcelimit.Source]), so that a source that floods it shuts
// nobody else out.

// recentKnock is one that was let through.
type recentKnock struct {
	source *sourcelimit.Source
	at     time.Time
}

// admitKnock makes sure of a place in the lobby, and counts the knock. The code is the error for
// those who get none.
func (r *Room) admitKnock(now time.Time, from *sourcelimit.Source) protocol.Code {
	r.knocks = slices.DeleteFunc(r.knocks,
		func(k recentKnock) bool { return now.Sub(k.at) >= time.Minute })
	count := 0
	for _, k := range r.knocks {
		if k.source == from {
			count++
		}
	}
	if count >= maxKnocks {
		return protocol.CodeTooMany
	}
	if !r.freeLobbyPlace(from) {
		return protocol.CodeLobbyFull
	}
	r.knocks = append(r.knocks, recentKnock{from, now})
	return ""
}

// freeLobbyPlace makes sure of a place for one more knocker. Somebody who reloads often must not lock
// themselves out, so the knocker lost for longest gives way; otherwise the newest of the source
// that has most in the lobby does, if it has more than the newcomer's would.
func (r *Room) freeLobbyPlace(from *sourcelimit.Source) bool {
	waiting := 0
	count := make(map[*sourcelimit.Source]int)
	var away, newest *peer
	r.eachPeer((*peer).isKnocker, func(p *peer) {
		waiting++
		count[p.source]++
		if p.connID == 0 && (away == nil || p.lostAt.Before(away.lostAt)) {
			away = p
		}
	})
	if waiting < protocol.MaxKnockers {
		return true
	}
	r.eachPeer((*peer).isKnocker, func(p *peer) {
		if newest == nil || count[p.source] >= count[newest.source] {
			newest = p
		}
	})
	switch {
	case away != nil:
		r.removePeer(away)
		r.sendTo(r.host, &protocol.Left{SID: away.sid})
	case count[newest.source] > count[from]+1:
		r.dismiss(newest, protocol.CodeLobbyFull)
		r.sendTo(r.host, &protocol.Left{SID: newest.sid})
	default:
		return false
	}
	return true
}
