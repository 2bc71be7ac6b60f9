package signal

import (
	"slices"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

// Who may knock. The lobby is small, so that the host's page does not drown; what is in it is
// shared fairly between sources (see limit.go), so that one that floods it shuts nobody else out.

// knock is one that was let through.
type knock struct {
	from *sourcelimit.Source
	at   time.Time
}

// letKnock makes sure of a place in the lobby, and counts the knock. The code is the error for who
// gets none.
func (r *room) letKnock(now time.Time, from *sourcelimit.Source) protocol.Code {
	r.knocks = slices.DeleteFunc(r.knocks,
		func(k knock) bool { return now.Sub(k.at) >= time.Minute })
	count := 0
	for _, k := range r.knocks {
		if k.from == from {
			count++
		}
	}
	if count >= maxKnocks {
		return protocol.CodeTooMany
	}
	if !r.clearLobby(from) {
		return protocol.CodeLobbyFull
	}
	r.knocks = append(r.knocks, knock{from, now})
	return ""
}

// clearLobby makes room for one more knocker. Who reloads often must not lock itself out, so the
// longest lost knocker gives way; else the newest of the source that has most in the lobby does, if
// that has more than the newcomer's would.
func (r *room) clearLobby(from *sourcelimit.Source) bool {
	waiting := 0
	count := make(map[*sourcelimit.Source]int)
	var away, newest *peer
	r.each((*peer).knocker, func(p *peer) {
		waiting++
		count[p.from]++
		if p.socket == 0 && (away == nil || p.lost.Before(away.lost)) {
			away = p
		}
	})
	if waiting < protocol.MaxKnockers {
		return true
	}
	r.each((*peer).knocker, func(p *peer) {
		if newest == nil || count[p.from] >= count[newest.from] {
			newest = p
		}
	})
	switch {
	case away != nil:
		r.remove(away)
		r.send(r.host, &protocol.Left{SID: away.sid})
	case count[newest.from] > count[from]+1:
		r.dismiss(newest, protocol.CodeLobbyFull)
		r.send(r.host, &protocol.Left{SID: newest.sid})
	default:
		return false
	}
	return true
}
