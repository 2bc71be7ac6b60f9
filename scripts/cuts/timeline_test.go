package cuts

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"
)

// timeline is what happened, in order. It is put into words only if somebody reads it.
type timeline struct {
	mu    sync.Mutex
	start time.Time
	lines []func(names map[string]string) string
}

func newTimeline() *timeline { return &timeline{start: time.Now()} }

func (l *timeline) elapsed() time.Duration { return time.Since(l.start) }

func (l *timeline) addLine(line func(map[string]string) string) {
	at := l.elapsed()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, func(names map[string]string) string {
		return fmt.Sprintf("%9.3f  %s", at.Seconds(), line(names))
	})
}

func (l *timeline) addf(format string, values ...any) {
	l.addLine(func(names map[string]string) string {
		return nameSIDs(fmt.Sprintf(format, values...),
			names)
	})
}

func (l *timeline) addMessage(who string, dir direction, nth int, u wsUnit, lost bool) {
	l.addLine(func(names map[string]string) string {
		line := fmt.Sprintf("%s %s #%d %s", who, arrow[dir], nth, describeMessage(u, names))
		if lost {
			line += "   (lost)"
		}
		return line
	})
}

var arrow = map[direction]string{up: "->", down: "<-"}

// render puts everybody's name in place of their sids.
func (l *timeline) render(names map[string]string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for _, line := range l.lines {
		b.WriteString(line(names) + "\n")
	}
	return b.String()
}

func nameSIDs(text string, names map[string]string) string {
	for sid, name := range names {
		text = strings.ReplaceAll(text, sid, name)
	}
	return text
}

// describeMessage gives the kind of a message and what matters in it.
func describeMessage(u wsUnit, names map[string]string) string {
	if u.isBinary {
		if len(u.payload) < 17 {
			return "frame, broken"
		}
		sid := base64.RawURLEncoding.EncodeToString(u.payload[:8])
		of := map[byte]string{1: "message 1", 2: "message 2", 3: "sealed"}[u.payload[8]]
		return fmt.Sprintf("frame, %s: %s of attempt %s, %d bytes",
			nameSIDs(sid, names), of, hex.EncodeToString(u.payload[9:11]), len(u.payload))
	}
	var m signalMessage
	if json.Unmarshal(u.payload, &m) != nil {
		return "no JSON"
	}
	text := m.Kind
	for _, part := range []string{m.SID, m.Role, m.Code} {
		if part != "" {
			text += " " + nameSIDs(part, names)
		}
	}
	if m.Host != "" {
		text += " host=" + nameSIDs(m.Host, names)
	}
	if m.Roster != nil {
		text += " with" + m.Roster.describe(names)
	}
	if m.Kind == "roster" {
		text += m.describe(names)
	}
	return text
}

// signalMessage is any signalling message, as far as it matters here.
type signalMessage struct {
	Kind, SID, Role, Code, Host string
	roster
	Roster *roster
}

type roster struct {
	Epoch   uint64
	Members []struct{ SID string }
}

func (r roster) describe(names map[string]string) string {
	text := fmt.Sprintf(" %d [", r.Epoch%10_000_000)
	for i, m := range r.Members {
		if i > 0 {
			text += " "
		}
		text += nameSIDs(m.SID, names)
	}
	return text + "]"
}

// sidObserver reads from the messages who has which sid, and the newest roster.
type sidObserver struct {
	mu      sync.Mutex
	names   map[string]string // by sid
	owner   map[string]string
	current map[string]string // the last one of each whose welcome arrived
	newest  roster
}

func newSIDObserver() *sidObserver {
	return &sidObserver{names: map[string]string{}, owner: map[string]string{},
		current: map[string]string{}}
}

func (w *sidObserver) observe(who string, dir direction, u wsUnit, arrives bool) {
	if u.isBinary {
		return
	}
	var m signalMessage
	if json.Unmarshal(u.payload, &m) != nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case m.Kind == "welcome" && dir == down:
		if w.names[m.SID] == "" {
			n := 1
			for _, owner := range w.owner {
				if owner == who {
					n++
				}
			}
			w.names[m.SID], w.owner[m.SID] = fmt.Sprintf("<%s%d>", who, n), who
		}
		if arrives {
			w.current[who] = m.SID
		}
	case m.Epoch > w.newest.Epoch:
		w.newest = m.roster
	// signed while the socket was away
	case m.Kind == "join" && m.Roster != nil && m.Roster.Epoch > w.newest.Epoch:
		w.newest = *m.Roster
	}
	if m.Roster != nil && m.Roster.Epoch > w.newest.Epoch {
		w.newest = *m.Roster
	}
}

func (w *sidObserver) ownerOf(sid string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.owner[sid]
}
