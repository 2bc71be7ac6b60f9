package gate

import (
	"container/list"
	"maps"
)

// widths are the networks that count as sources, and how many times as much as a /64 they may have:
// a provider gives a household a /56 or a /48 as often as a /64, and a phone a /64 of the same /48
// as other phones.
var widths = [...]struct{ bits, weight int }{{64, 1}, {56, 4}, {48, 16}}

// heaviest is the largest weight, by which weighed numbers are scaled.
const heaviest = 16

// source names a network of one width.
type source struct {
	id     uint64
	exists bool // an IPv4 address belongs to no wider network
}

// census knows connections by their sources, and which source has most. The zero value is empty.
// The gate's mutex guards it.
type census struct {
	all    list.List // of *Conn, the oldest first
	widths [len(widths)]width
}

// width is the sources of one width.
type width struct {
	groups map[uint64]*group
	sizes  []map[*group]struct{} // groups by the number of their connections
	most   int                   // of connections in one group
}

// group is the connections of one source, the oldest first.
type group struct {
	id    uint64
	conns list.List
}

func (s *census) addConn(c *Conn) {
	c.in, c.place = s, s.all.PushBack(c)
	for i := range s.widths {
		if c.from[i].exists {
			c.groups[i], c.places[i] = s.widths[i].addConn(c, c.from[i].id)
		}
	}
}

func (s *census) removeConn(c *Conn) {
	s.all.Remove(c.place)
	c.in, c.place = nil, nil
	for i := range s.widths {
		if g := c.groups[i]; g != nil {
			s.widths[i].removeConn(g, c.places[i])
			c.groups[i], c.places[i] = nil, nil
		}
	}
}

func (w *width) addConn(c *Conn, id uint64) (*group, *list.Element) {
	if w.groups == nil {
		w.groups = make(map[uint64]*group)
	}
	g := w.groups[id]
	if g == nil {
		g = &group{id: id}
		w.groups[id] = g
	}
	w.unlistGroup(g)
	place := g.conns.PushBack(c)
	w.listGroup(g)
	w.most = max(w.most, g.conns.Len())
	return g, place
}

func (w *width) removeConn(g *group, place *list.Element) {
	w.unlistGroup(g)
	g.conns.Remove(place)
	if g.conns.Len() == 0 {
		delete(w.groups, g.id)
	} else {
		w.listGroup(g)
	}
	if w.most > 0 && len(w.sizes[w.most]) == 0 {
		w.most-- // the one that had most has one less now
	}
}

func (w *width) listGroup(g *group) {
	n := g.conns.Len()
	for len(w.sizes) <= n {
		w.sizes = append(w.sizes, make(map[*group]struct{}))
	}
	w.sizes[n][g] = struct{}{}
}

func (w *width) unlistGroup(g *group) {
	if n := g.conns.Len(); n > 0 {
		delete(w.sizes[n], g)
	}
}

// weightOf is how much a number of connections weighs in the width of that index.
func weightOf(i, conns int) int { return conns * heaviest / widths[i].weight }

// largest gives a group of the source that has most, that of c if it is one of several.
func (s *census) largest(c *Conn) (largest *group, weight int) {
	for i := range s.widths {
		w := &s.widths[i]
		l := weightOf(i, w.most)
		if l <= weight {
			continue
		}
		weight = l
		for g := range w.sizes[w.most] {
			largest = g
			break
		}
		if c != nil && c.in == s && c.groups[i] != nil && c.groups[i].conns.Len() == w.most {
			largest = c.groups[i]
		}
	}
	return largest, weight
}

// hasOthers says whether there is any other than c.
func (s *census) hasOthers(c *Conn) bool {
	return s.all.Len() > 1 || s.all.Len() == 1 && s.all.Front().Value != c
}

// oldest gives the one that gives way first, not c if there is another.
func (s *census) oldest(c *Conn) *Conn {
	g, _ := s.largest(c)
	first := g.conns.Front().Value.(*Conn)
	if first == c { // it has no other, and nobody has more
		first = s.all.Front().Value.(*Conn)
	}
	return first
}

// newest gives the newest of the source that has most.
func (s *census) newest() *Conn {
	g, _ := s.largest(nil)
	return g.conns.Back().Value.(*Conn)
}

// outweighs says whether some source has more here than c's sources would have with c. That is true
// of a connection without sources.
func (s *census) outweighs(c *Conn) bool {
	_, most := s.largest(nil)
	mine := 0
	for i, from := range c.from {
		if !from.exists {
			continue
		}
		n := 1
		if g := s.widths[i].groups[from.id]; g != nil {
			n += g.conns.Len()
		}
		mine = max(mine, weightOf(i, n))
	}
	return most > mine
}

// compact copies the tables of sources: a Go map keeps the keys of deleted entries.
func (s *census) compact() {
	for i := range s.widths {
		groups := make(map[uint64]*group, len(s.widths[i].groups))
		maps.Copy(groups, s.widths[i].groups)
		s.widths[i].groups = groups
	}
}
