package protocol

import (
	"bytes"

	"einmal/internal/strictjson"
)

// What is said of groups (protocol, section 4.17): the payloads of these kinds.
const (
	KindGroups         = 0x80
	KindGroupsReturned = 0x81
	KindGroupsTell     = 0x82
	KindGroupsRecall   = 0x83
	lastGroupsKind     = 0x8f
)

const (
	maxGroups     = 6
	maxGroupName  = 40
	maxGroupsText = 200
	minBack       = 5
	maxBack       = 300
)

type (
	// Groups is the host's word on who is in which group; whoever is in none is in the main room.
	Groups struct {
		Epoch  uint64  `json:"epoch"`
		Groups []Group `json:"groups"`
		// Back calls all back so many seconds after it is heard; nil: not.
		Back      *uint16   `json:"back,omitempty"`
		Signature Signature `json:"signature"`
	}
	// Group is one of them.
	Group struct {
		Name string `json:"name"`
		SIDs []SID  `json:"sids"`
	}
	// GroupsReturned is said by who is in the main room whatever the word of this epoch says.
	GroupsReturned struct {
		Epoch uint64 `json:"epoch"`
	}
	// GroupsTell is a sentence of the host to all.
	GroupsTell struct {
		Text string `json:"text"`
	}
	// GroupsRecall asks for the newest word.
	GroupsRecall struct{}
)

// IsGroups reports whether this kind is of groups.
func IsGroups(kind byte) bool { return kind >= KindGroups && kind <= lastGroupsKind }

// DecodeGroups reads such a payload, strictly: a pointer to one of the structs above. The error is
// a Violation.
func DecodeGroups(kind byte, payload []byte) (any, error) {
	shapes := map[byte]any{KindGroups: &Groups{}, KindGroupsReturned: &GroupsReturned{},
		KindGroupsTell: &GroupsTell{}, KindGroupsRecall: &GroupsRecall{}}
	shape, ok := shapes[kind]
	if !ok {
		return nil, errUnknownKind
	}
	if err := decodeDoc(payload, shape); err != nil {
		return nil, err
	}
	if !isValidGroups(shape) {
		return nil, ErrBadMessage
	}
	return shape, nil
}

// decodeDoc reads the payload of a part into shape: the kind stands in front of the object, and not
// in it.
func decodeDoc(payload []byte, shape any) error {
	inner, ok := bytes.CutPrefix(bytes.TrimLeft(payload, " \t\r\n"), []byte("{"))
	if !ok {
		return ErrBadMessage
	}
	head := `{"kind":""`
	if !bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte("}")) {
		head += ","
	}
	_, err := strictjson.Decode(append([]byte(head), inner...), func(string) any { return shape })
	switch {
	case err == strictjson.ErrUnknownField:
		return errUnknownField
	case err != nil:
		return ErrBadMessage
	}
	return nil
}

func isValidGroups(m any) bool {
	switch m := m.(type) {
	case *Groups:
		sids, all := map[SID]bool{}, 0
		for _, g := range m.Groups {
			if !isLine(maxGroupName, g.Name) {
				return false
			}
			for _, sid := range g.SIDs {
				sids[sid] = true
				all++
			}
		}
		return len(m.Groups) <= maxGroups && all <= maxSeats && len(sids) == all &&
			(m.Back == nil || *m.Back >= minBack && *m.Back <= maxBack) &&
			m.Epoch > 0 && m.Epoch <= maxNumber
	case *GroupsReturned:
		return m.Epoch > 0 && m.Epoch <= maxNumber
	case *GroupsTell:
		return isLine(maxGroupsText, m.Text)
	}
	return true
}

// isLine reports whether this is a line to show, of at most so many characters and not empty.
func isLine(most int, text string) bool {
	return text != "" && IsAtMost(most, text) && ToLine(text) == text
}
