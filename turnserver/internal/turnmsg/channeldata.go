package turnmsg

// ChannelData (RFC 8656, 12.4): channel number, length of the data, data. Over a stream it is
// padded to four bytes.
const (
	ChannelHeaderSize = 4
	FirstChannel      = 0x4000
)

// MaxMessageSize is the largest message that the relay accepts, in bytes: an Ethernet frame with
// its TURN header.
const MaxMessageSize = 1600

// IsData tells the messages that carry data from all others.
func IsData(packet []byte) bool { return IsChannelData(packet) || isSendIndication(packet) }

// IsChannelData tells a ChannelData message from anything else (RFC 8656, 12).
func IsChannelData(packet []byte) bool {
	return len(packet) >= ChannelHeaderSize && packet[0]>>6 == 1
}
