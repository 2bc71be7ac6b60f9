package peer

import "slices"

// find gives the line of an sid, or nil. A nil roster is empty.
func (m *rosterMessage) find(sid SID) *member {
	if i := m.place(sid); i >= 0 {
		return &m.Members[i]
	}
	return nil
}

// place counts from 0; -1 means that the sid is not there.
func (m *rosterMessage) place(sid SID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Members, func(line member) bool { return line.SID == sid })
}

// names says whether the sid stands there with this key.
func (m *rosterMessage) names(sid SID, key publicKey) bool {
	line := m.find(sid)
	return line != nil && line.Key == key
}

// of gives the name of somebody, or the other one if the host has said none. A nil word says
// nothing.
func (m *namesMessage) of(sid SID, other string) string {
	if m != nil {
		for _, n := range m.Names {
			if n.SID == sid {
				return n.Name
			}
		}
	}
	return other
}
