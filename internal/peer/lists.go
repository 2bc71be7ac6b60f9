package peer

import "slices"

// memberBySID gives the line of an sid, or nil. A nil roster is empty.
func (m *rosterMessage) memberBySID(sid SID) *member {
	if i := m.indexOf(sid); i >= 0 {
		return &m.Members[i]
	}
	return nil
}

// indexOf counts from 0; -1 means that the sid is not there.
func (m *rosterMessage) indexOf(sid SID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Members, func(line member) bool { return line.SID == sid })
}

// includes says whether the sid stands there with this key.
func (m *rosterMessage) includes(sid SID, key publicKey) bool {
	line := m.memberBySID(sid)
	return line != nil && line.Key == key
}

// nameOf gives the name of somebody, or the other one if the host has said none. A nil word says
// nothing.
func (m *namesMessage) nameOf(sid SID, other string) string {
	if m != nil {
		for _, n := range m.Names {
			if n.SID == sid {
				return n.Name
			}
		}
	}
	return other
}
