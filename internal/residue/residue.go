// Package residue searches files and the memory of a process for what should no longer be there.
//
// A [Marker] is something secret or personal of a call that is over: random enough that it stands
// nowhere by chance. It is searched for as it is, in hex, and in both alphabets of base64 wherever
// a group of three bytes may begin. What is compressed, encrypted or stored in pieces is not found.
package residue

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// Marker is what to look for. A value has at least 6 bytes; shorter ones stand somewhere by chance.
type Marker struct {
	Name  string // for the report: it says what this is, never what it reads
	Value []byte
}

// Find is a marker that was found.
type Find struct {
	Marker string `json:"marker"`
	Form   string `json:"form"`  // raw, hex or base64
	Place  string `json:"place"` // a file, or an area of memory
	Count  int    `json:"count"`
}

// minimum is the length of the shortest value that is searched for; the filter of [Search] needs 4
// bytes.
const minimum = 6

// pattern is one form of one marker.
type pattern struct {
	marker, form string
	bytes        []byte
}

// Search is a set of markers, ready to be looked for.
type Search struct {
	Markers  int
	patterns []pattern
	longest  int
	starts   [1 << 13]uint64     // a bit for each hash of the first four bytes of a pattern
	byStart  map[uint32][]uint32 // first four bytes to indexes of patterns
}

// NewSearch leaves out markers that are too short or there already.
func NewSearch(markers []Marker) *Search {
	s := &Search{byStart: map[uint32][]uint32{}}
	seen := map[string]bool{}
	for _, m := range markers {
		if len(m.Value) < minimum || seen[string(m.Value)] {
			continue
		}
		seen[string(m.Value)] = true
		s.Markers++
		for _, p := range spellings(m) {
			start := binary.LittleEndian.Uint32(p.bytes)
			s.starts[hashStart(start)>>6] |= 1 << (hashStart(start) & 63)
			s.byStart[start] = append(s.byStart[start], uint32(len(s.patterns)))
			s.patterns = append(s.patterns, p)
			s.longest = max(s.longest, len(p.bytes))
		}
	}
	return s
}

// spellings gives the spellings of a marker.
func spellings(m Marker) []pattern {
	digits := hex.EncodeToString(m.Value)
	all := []pattern{{m.Name, "raw", m.Value}, {m.Name, "hex", []byte(digits)},
		{m.Name, "hex", bytes.ToUpper([]byte(digits))}}
	for skip := range 3 {
		whole := m.Value[skip:]
		whole = whole[:len(whole)/3*3] // the characters at the ends also depend on the bytes beside
		if len(whole) < minimum {      // four characters stand somewhere by chance
			continue
		}
		all = append(all,
			pattern{m.Name, "base64", []byte(base64.StdEncoding.EncodeToString(whole))},
			pattern{m.Name, "base64", []byte(base64.URLEncoding.EncodeToString(whole))})
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(p pattern) bool {
		twice := seen[string(p.bytes)]
		seen[string(p.bytes)] = true
		return twice
	})
}

// hashStart keeps 19 bits (multiplicative, after Knuth).
func hashStart(start uint32) uint32 { return (start * 2654435761) >> 13 }

// tally counts finds by marker, form and place.
type tally map[Find]int

// countPatterns counts the patterns that begin in the first n bytes of data.
func (s *Search) countPatterns(data []byte, n int, place string, found tally) {
	for i := 0; i < n && i+4 <= len(data); i++ {
		if i&4095 == 0 { // most of a memory is empty
			for i+4096 < n && i+4096+4 <= len(data) && isZero(data[i:i+4096]) &&
				data[i+4096] == 0 {
				i += 4096
			}
		}
		start := binary.LittleEndian.Uint32(data[i:])
		h := hashStart(start)
		if s.starts[h>>6]&(1<<(h&63)) == 0 {
			continue
		}
		for _, index := range s.byStart[start] {
			if p := s.patterns[index]; bytes.HasPrefix(data[i:], p.bytes) {
				found[Find{Marker: p.marker, Form: p.form, Place: place}]++
			}
		}
	}
}

var zeros [4096]byte

func isZero(page []byte) bool { return bytes.Equal(page, zeros[:]) }

// sortedFinds lists a tally in a stable order.
func (t tally) sortedFinds() []Find {
	var all []Find
	for f, n := range t {
		f.Count = n
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b Find) int {
		return bytes.Compare([]byte(a.Place+a.Marker+a.Form), []byte(b.Place+b.Marker+b.Form))
	})
	return all
}
