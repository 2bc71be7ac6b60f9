package protocol

// What people make together (protocol, section 4.12): a message is its kind and what the part that
// the kind is of makes of the rest.
const (
	// MaxDoc is how many bytes a message has at most, with its kind.
	MaxDoc = 16 << 10
	// The kinds that the parts share; each has sixteen.
	firstDocKind = 0x10
	lastDocKind  = 0x8f
)

// IsDoc reports whether a message could be one: of the kinds of parts that are not here nothing is
// known, and they are skipped.
func IsDoc(message []byte) bool {
	return len(message) > 0 && len(message) <= MaxDoc && message[0] >= firstDocKind &&
		message[0] <= lastDocKind
}
