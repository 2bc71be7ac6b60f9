package protocol

// What is said of files (section 4.6).
type (
	File struct {
		ID   FileID   `json:"id"`
		Name string   `json:"name"`
		Size int64    `json:"size"`
		Hash FileHash `json:"hash"`
	}
	Accept struct {
		ID FileID `json:"id"`
		At *int64 `json:"at,omitempty"` // bytes that the receiver has already
	}
	// Written says how many bytes the receiver has put away.
	Written struct {
		ID    FileID `json:"id"`
		Bytes int64  `json:"bytes"`
	}
	Decline struct {
		ID     FileID  `json:"id"`
		Reason *string `json:"reason,omitempty"`
	}
	Withdraw struct {
		ID FileID `json:"id"`
	}
	Received struct {
		ID FileID `json:"id"`
	}
)

// NoRoom is why a file is declined that was accepted, or would be.
const NoRoom = "no-room"

func (*File) messageKind() string     { return "file" }
func (*Accept) messageKind() string   { return "accept" }
func (*Written) messageKind() string  { return "written" }
func (*Decline) messageKind() string  { return "decline" }
func (*Withdraw) messageKind() string { return "withdraw" }
func (*Received) messageKind() string { return "received" }
