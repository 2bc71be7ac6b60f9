package protocol

// RoomInfo is one room.
type RoomInfo struct {
	Handle  string `json:"handle"`
	Expires int64  `json:"expires"` // seconds since 1970
	// one is held, which the server cannot read
	Appointment bool  `json:"appointment,omitzero"`
	Box         int64 `json:"box,omitzero"` // bytes of what lies there, sealed, to be taken
	Seats       uint8 `json:"seats"`
	Used        bool  `json:"used"`
	// epoch of the newest roster that took somebody off, or under which the host kept it
	Removal uint64 `json:"removal,omitzero"`
	HostKey Key    `json:"hostKey"`
	Members int    `json:"members"`
	Waiting int    `json:"waiting"`
	// Only of a room that is in memory, because somebody is there or was a moment ago.
	HostConnected  bool   `json:"hostConnected,omitempty"` // has been reported
	GuestConnected bool   `json:"guestConnected,omitempty"`
	Epoch          uint64 `json:"epoch,omitzero"` // of the roster
	// since when no member has a connection, in seconds since 1970
	Empty  int64    `json:"empty,omitzero"`
	People []Person `json:"people,omitempty"`
}

// Person is somebody in a room, or at its door.
type Person struct {
	SID  SID  `json:"sid"`
	Key  Key  `json:"key"`
	Role Role `json:"role"`
	// since when there is no connection, in seconds since 1970
	Lost int64 `json:"lost,omitzero"`
	// the other end of the connection, IP:PORT, if addresses are wanted
	Address string `json:"address,omitempty"`
	// this room or another, over this connection
	Created bool         `json:"created,omitempty"`
	Source  SourceCounts `json:"source"`
	// addresses in it are empty, unless they are wanted
	Relay *RelayReport `json:"relay,omitempty"`
}
