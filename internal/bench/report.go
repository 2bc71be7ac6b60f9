package bench

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"einmal/internal/notice"
)

// Report is what a run gives, and what is printed as JSON: docs/operator.md describes it, and names
// stay.
type Report struct {
	Machine  Machine  `json:"machine"`
	Measured Measured `json:"measured"`
	Reckoned Reckoned `json:"reckoned"`
}

// WriteJSON prints one object.
func (r Report) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(r)
}

// words are what is said of a report. Verbs are the same in both languages.
type words struct {
	machine, measured, setUp, waits, packet, allocation   string
	reckoned, two, four                                   string
	processor, memory, connections, quotas, carried, line string
	each, begin, waiting, direct, limits                  string
}

var texts = map[notice.Language]words{
	notice.English: {
		machine: "This machine: %d × %s; for the server %d MiB of memory and %d connections.",
		measured: "Measured for %s s each, at a server that ran for this alone, on loopback and " +
			"with TLS:",
		setUp:      "  a call of two begins: %s ms of a processor (%d calls)",
		waits:      "  somebody waits: %s KiB of memory, %s ms of a processor a minute",
		packet:     "  a packet is relayed over UDP: %s µs of a processor (%d packets, %d lost)",
		allocation: "  an allocation of the relay: %s KiB of memory",
		reckoned: "Reckoned from that: how many calls at a time, if everybody in them goes through " +
			"the relay\nand all pictures are at their best.",
		two: "calls of two", four: "calls of four",
		processor: "half a processor for the relay", memory: "memory",
		connections: "connections (LimitNOFILE)", quotas: "the usual quotas (-quota-…)",
		carried: "so this machine carries", line: "for which its line needs, Mbit/s",
		each:    "A call takes %s Mbit/s of the line with two people, %s with four, in each direction.",
		begin:   "Half of all processors let %d calls begin in a second.",
		waiting: "While nobody is in a call %d people may wait; %d rooms are kept (-quota-rooms).",
		direct: "Calls whose people reach each other directly cost the server next to nothing: no " +
			"packet of\ntheirs passes it. They take memory and connections as above, and nothing " +
			"else.",
		limits: "The line itself was not measured. A packet costs more over TCP or TLS, and less " +
			"the more\nthere are. What loaded the server ran on the same machine, as does whatever " +
			"else it does.",
	},
	notice.German: {
		machine: "Diese Maschine: %d × %s; für den Server %d MiB Speicher und %d Verbindungen.",
		measured: "Gemessen, je %s s, an einem Server, der nur dafür lief, über loopback und mit " +
			"TLS:",
		setUp:      "  ein Gespräch zu zweit beginnt: %s ms eines Prozessors (%d Gespräche)",
		waits:      "  jemand wartet: %s KiB Speicher, %s ms eines Prozessors in der Minute",
		packet:     "  ein Paket geht per UDP durchs Relay: %s µs eines Prozessors (%d Pakete, %d verloren)",
		allocation: "  eine Zuteilung des Relays: %s KiB Speicher",
		reckoned: "Daraus gerechnet: wie viele Gespräche zugleich, wenn darin alle über das Relay " +
			"gehen\nund alle Bilder so gut wie möglich sind.",
		two: "zu zweit", four: "zu viert",
		processor: "ein halber Prozessor für das Relay", memory: "Speicher",
		connections: "Verbindungen (LimitNOFILE)", quotas: "die üblichen Grenzen (-quota-…)",
		carried: "so viele trägt diese Maschine", line: "ihre Leitung braucht dafür, Mbit/s",
		each: "Ein Gespräch braucht von der Leitung zu zweit %s Mbit/s, zu viert %s, in jeder " +
			"Richtung.",
		begin: "Die Hälfte aller Prozessoren lässt %d Gespräche in der Sekunde beginnen.",
		waiting: "Solange niemand im Gespräch ist, können %d Menschen warten; %d Räume werden " +
			"aufbewahrt (-quota-rooms).",
		direct: "Gespräche, in denen man sich direkt erreicht, kosten den Server fast nichts: Keines " +
			"ihrer\nPakete geht über ihn. Sie brauchen Speicher und Verbindungen wie oben, sonst " +
			"nichts.",
		limits: "Die Leitung selbst wurde nicht gemessen. Über TCP oder TLS kostet ein Paket mehr, " +
			"und je\nmehr es sind, desto weniger. Was den Server belastete, lief auf derselben " +
			"Maschine wie alles,\nwas sie sonst tut.",
	},
}

// WriteText prints it for people.
func (r Report) WriteText(w io.Writer, l notice.Language) error {
	say, m := texts[l], r.Measured
	two, four := r.Reckoned.Calls[0], r.Reckoned.Calls[1]
	number := func(n float64, places int) string {
		text := fmt.Sprintf("%.*f", places, n)
		if l == notice.German {
			return strings.Replace(text, ".", ",", 1)
		}
		return text
	}
	var b strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&b, format+"\n", values...) }
	row := func(label string, values ...any) {
		line("  %-36s %12v %14v", append([]any{label}, values...)...)
	}
	line(say.machine, r.Machine.Processors, r.Machine.Model, int(r.Machine.MemoryBytes)>>20,
		r.Machine.Connections)
	line("")
	line(say.measured, number(m.Seconds, 1))
	line(say.setUp, number(m.SetUpMillis, 2), m.Calls)
	line(say.waits, number(m.SocketBytes/1024, 1), number(m.WaitingMillis, 2))
	line(say.packet, number(m.PacketMicros, 1), m.Packets, m.PacketsLost)
	line(say.allocation, number(m.AllocationBytes/1024, 1))
	line("")
	line(say.reckoned)
	row("", say.two, say.four)
	row(say.processor, two.ByProcessor, four.ByProcessor)
	row(say.memory, two.ByMemory, four.ByMemory)
	row(say.connections, two.ByOpenFiles, four.ByOpenFiles)
	row(say.quotas, two.ByQuotas, four.ByQuotas)
	row(say.carried, two.Carried, four.Carried)
	row(say.line, number(two.AllMegabits, 0), number(four.AllMegabits, 0))
	line("")
	line(say.each, number(two.Megabits, 1), number(four.Megabits, 1))
	line(say.begin, r.Reckoned.SetUps)
	line(say.waiting, r.Reckoned.Waiting, r.Reckoned.Rooms)
	line("")
	line(say.direct)
	line(say.limits)
	_, err := io.WriteString(w, b.String())
	return err
}
