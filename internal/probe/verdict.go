package probe

import "strings"

// judge says what the checks mean. Calls work if one came about through the relay, over a network.
func (p *probe) judge() {
	r := &p.report
	switch outside := r.transports(true); {
	case !r.isGood("server") && !r.isGood("websocket"):
		r.Code, r.Summary = "no-server", "No calls from here: the server cannot be reached."
	case !r.isGood("websocket"):
		r.Code = "no-websocket"
		r.Summary = "No calls from here: the server's page can be reached, but something on the " +
			"way lets no signalling (WebSocket) through."
	case !p.wasTried("room"):
		r.Code = "not-tried"
		r.Summary = "The server can be reached from here. Whether calls work was not tried: it " +
			"lets nobody create a room without a creator link (-creator)."
	case !r.isGood("room") || !r.isGood("access"):
		r.Code = "no-room"
		r.Summary = "No calls from here at the moment: the server did not make a room for a try."
	case len(r.transports(false)) == 0:
		r.Code = "no-relay"
		r.Summary = "Calls fail from here with most people: the server answers, but its relay " +
			"does not pass anything on. They work only with people to whom there is a direct way."
	case !r.isGood("call"):
		r.Code = "no-call"
		r.Summary = "Calls fail from here: the relay passes packets on, but no call came about " +
			"through it."
	case len(outside) == 0 && !p.LoopbackOnly:
		r.Code = "same-machine"
		r.Summary = "This server is on the machine that you ask from: everything works within " +
			"it, and that says nothing about a network. Ask from another machine."
	default:
		p.praise()
	}
}

// praise is for calls that work.
func (p *probe) praise() {
	r := &p.report
	r.Works = true
	names := r.transports(!p.LoopbackOnly)
	r.Code, r.Summary = "works", "Calls work from here, at least through the relay (over "+
		strings.Join(names, ", ")+")."
	if names[0] != "UDP" {
		r.Code = "works-without-udp"
		r.Summary += " UDP does not get through: sound may stutter on a line that loses packets."
	}
	for _, c := range r.Checks {
		if text := directChance[c.Result]; c.OK && text != "" {
			r.Summary += " " + text
			break
		}
	}
}

// directChance says what the mapping of addresses means for direct ways.
var directChance = map[string]string{
	"none":      "No address is translated on the way: direct ways to others will be frequent.",
	"same":      "Direct ways to others will be frequent.",
	"different": "Direct ways to others will be rare.",
}

func (p *probe) wasTried(code string) bool {
	for _, c := range p.report.Checks {
		if c.Code == code {
			return true
		}
	}
	return false
}
