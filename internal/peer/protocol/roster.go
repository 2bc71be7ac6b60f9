package protocol

import "slices"

// MemberBySID returns the member with an sid, or nil. A nil roster is empty.
func (m *Roster) MemberBySID(sid SID) *Member {
	if i := m.IndexOf(sid); i >= 0 {
		return &m.Members[i]
	}
	return nil
}

// IndexOf returns the place of an sid, or -1 if it is not there.
func (m *Roster) IndexOf(sid SID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Members, func(line Member) bool { return line.SID == sid })
}

// Includes reports whether the sid stands there with this key.
func (m *Roster) Includes(sid SID, key PublicKey) bool {
	line := m.MemberBySID(sid)
	return line != nil && line.Key == key
}

// NameOf returns the host's name for somebody, or the other one if it has none. A nil list is
// empty.
func (m *Names) NameOf(sid SID, other string) string {
	if m != nil {
		for _, n := range m.Names {
			if n.SID == sid {
				return n.Name
			}
		}
	}
	return other
}
