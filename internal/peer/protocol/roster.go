package protocol

import "slices"

// MemberBySID gives the line of an sid, or nil. A nil roster is empty.
func (m *Roster) MemberBySID(sid SID) *Member {
	if i := m.IndexOf(sid); i >= 0 {
		return &m.Members[i]
	}
	return nil
}

// IndexOf counts from 0; -1 means that the sid is not there.
func (m *Roster) IndexOf(sid SID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Members, func(line Member) bool { return line.SID == sid })
}

// Includes says whether the sid stands there with this key.
func (m *Roster) Includes(sid SID, key PublicKey) bool {
	line := m.MemberBySID(sid)
	return line != nil && line.Key == key
}

// NameOf gives the name of somebody, or the other one if the host has said none. A nil word says
// nothing.
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
