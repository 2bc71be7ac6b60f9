package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"einmal/internal/protocol"
	"einmal/signal"
)

// what says all that the server holds about one room, or about all of them: the answer to who asks
// for it (GDPR, Art. 15).
func (f *roomFlags) what(handle string, stdout io.Writer) error {
	looks, err := f.ask(question{Do: "what", Handle: handle, Addresses: f.addresses})
	switch {
	case err != nil:
		return err
	case f.json:
		return writeLooks(stdout, looks)
	case len(looks) == 0:
		_, err = fmt.Fprintln(stdout, "There are no rooms. So the server holds nothing about "+
			"anybody in one.")
		return err
	}
	var b strings.Builder
	for _, l := range looks {
		f.writeRoom(&b, l)
	}
	b.WriteString("That is all this server holds of them, but for counts against abuse, which " +
		"name nobody; other relays are not asked.\n" +
		"Names, what the call is about, what is said, written or shown: nothing of it is held, " +
		"and without the link it cannot be read.\n")
	_, err = io.WriteString(stdout, b.String())
	return err
}

func (f *roomFlags) writeRoom(b *strings.Builder, l signal.RoomInfo) {
	fmt.Fprintf(b, "Room %s\n", l.Handle)
	line := func(name, format string, values ...any) {
		fmt.Fprintf(b, "  %-22s "+format+"\n", append([]any{name}, values...)...)
	}
	if l.Used {
		line("state", "used: the call has begun")
	} else {
		line("state", "created: the call has not begun")
	}
	line("gone at the latest", "%s", moment(l.Expires))
	line("seats", "%d", l.Seats)
	line("public key of the host", "%s", text(l.HostKey[:]))
	line("in the call", "%d", l.Members)
	line("waiting", "%d", l.Waiting)
	if l.Members+l.Waiting > 0 {
		line("reported a connection", "host: %s, some guest: %s", yesNo(l.HostConnected),
			yesNo(l.GuestConnected))
	}
	if l.Epoch != 0 {
		line("list of members", "number %d, signed by the host", l.Epoch)
	}
	if l.Removal != 0 {
		line("somebody was taken off", "by list number %d", l.Removal)
	}
	if l.Empty != 0 {
		line("nobody in it since", "%s", moment(l.Empty))
	}
	for i, p := range l.People {
		f.writePerson(b, i+1, p)
	}
	b.WriteString("\n")
}

func (f *roomFlags) writePerson(b *strings.Builder, number int, p signal.Person) {
	line := func(name, format string, values ...any) {
		fmt.Fprintf(b, "    %-20s "+format+"\n", append([]any{name}, values...)...)
	}
	fmt.Fprintf(b, "  Person %d, %s\n", number, map[protocol.Role]string{
		protocol.RoleHost: "the host", protocol.RoleGuest: "a guest in the call",
		protocol.RoleKnocker: "waiting to be let in",
	}[p.Role])
	line("number", "%s", text(p.SID[:]))
	line("key of this visit", "%s", text(p.Key[:]))
	switch {
	case p.Lost != 0:
		line("connection", "lost since %s; the signalling holds its address no longer",
			moment(p.Lost))
	case f.addresses:
		line("connection from", "%s", p.Address)
	default:
		line("connection", "its network address is held; -addresses shows it")
	}
	if p.Created {
		line("made a room", "over this connection")
	}
	s := p.Source
	line("from its network", "%d connections open; %d rooms made or entered in the minute from "+
		"%s; %d rooms made in an hour that took work; %d knocks on this room",
		s.Sockets, s.Attempts, moment(s.Since), s.Creates, s.Knocks)
	if p.Relay == nil {
		return
	}
	if p.Relay.Renew != nil {
		line("access to the relay", "renewed at %s", moment(*p.Relay.Renew))
	}
	for _, a := range p.Relay.Allocations {
		from := ""
		if f.addresses {
			from = " from " + a.Address
		}
		line("at the relay", "over %s%s as %s until %s; others may send to it: %s; %d channels; "+
			"last used %s",
			a.Transport, from, a.Relayed, moment(a.Until), yesNo(a.Permitted), a.Channels,
			moment(a.Sent))
	}
}

func text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
