package bench

import (
	"math"

	"einmal/rooms"
	"einmal/turnserver"
)

const (
	// processorShare is how much of a processor may be in use: the rest is for whoever comes, and
	// for peaks. Sound breaks up before all is in use.
	processorShare = 0.5
	// wireOverhead is what a packet has on the line besides its data: IPv4, UDP and ChannelData
	// (RFC 8656, section 12.4) headers.
	wireOverhead = 20 + 8 + 4 // bytes
	// A browser keeps an allocation for each URL of the relay, over UDP, TCP and TLS; each of the
	// latter two takes a connection.
	allURLs, streamURLs = 3, 2
)

// pictureRates are what the client allows a picture in a call of so many people, in bits a second
// (webclient/src/peer/budget.ts).
var pictureRates = map[int]float64{2: 2_000_000, 4: 600_000}

// Calls is how many calls with pictures a machine carries at a time in which everybody is relayed.
// The smallest counts.
type Calls struct {
	People      int `json:"people"` // in each
	ByProcessor int `json:"byProcessor"`
	ByMemory    int `json:"byMemory"`
	ByOpenFiles int `json:"byDescriptors"`
	ByQuotas    int `json:"byQuotas"`
	Carried     int `json:"carried"`

	// Megabits are those of the line in each direction: for one call, and for all.
	Megabits    float64 `json:"megabitsEachWay"`
	AllMegabits float64 `json:"allMegabitsEachWay"`
}

// Reckoned is what follows from the measurement.
type Reckoned struct {
	Calls []Calls `json:"calls"`
	// SetUps are how many calls may begin in a second.
	SetUps int `json:"setUpsASecond"`
	// Waiting are the sockets that memory and descriptors allow if nobody is in a call.
	Waiting int `json:"waitingSockets"`
	Rooms   int `json:"rooms"` // that are kept on disk
}

func reckon(machine Machine, m Measured) Reckoned {
	r := Reckoned{Rooms: rooms.MostRooms,
		SetUps:  whole(processorShare * float64(machine.Processors) * 1000 / m.SetUpMillis),
		Waiting: min(whole(machine.MemoryBytes/m.SocketBytes), machine.Connections)}
	for _, people := range []int{2, 4} {
		r.Calls = append(r.Calls, reckonCalls(machine, m, people))
	}
	return r
}

// reckonCalls takes what a call takes at most: all pictures on, in the best quality, and all
// allocations kept.
func reckonCalls(machine Machine, m Measured, people int) Calls {
	streams := float64(people * (people - 1)) // from one to another
	pictures := pictureRates[people] / 8 / videoSize
	packets := streams * (pictures + audioRate)
	bytes := streams * (pictures*(videoSize+wireOverhead) + audioRate*(audioSize+wireOverhead))
	allocations, sockets := streams*allURLs, float64(people)+streams*streamURLs
	quotas := turnserver.DefaultQuotas()
	c := Calls{People: people, Megabits: bytes * 8 / 1e6,
		// one goroutine reads the relay's port
		ByProcessor: whole(processorShare * 1e6 / (packets * m.PacketMicros)),
		ByMemory: whole(machine.MemoryBytes /
			(sockets*m.SocketBytes + allocations*m.AllocationBytes)),
		ByOpenFiles: whole(float64(machine.Connections) / sockets),
		ByQuotas: whole(min(float64(quotas.Total)/allocations,
			float64(quotas.TotalBandwidth)/bytes))}
	c.Carried = min(c.ByProcessor, c.ByMemory, c.ByOpenFiles, c.ByQuotas)
	c.AllMegabits = float64(c.Carried) * c.Megabits
	return c
}

// whole rounds down; what could not be measured, since it is so little, bounds nothing.
func whole(n float64) int { return int(min(n, math.MaxInt32)) }
