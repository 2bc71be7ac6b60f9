package main

import (
	"context"
	"encoding/base64"
	"flag"
	"fmt"
	"io"
	"strings"

	"einmal/internal/adminsocket"
	"einmal/internal/cli"
	"einmal/internal/protocol"
)

// setUpRoomShow shows all that the server holds about one room, or about all of them: the answer to
// whoever asks for it (GDPR, Art. 15).
func setUpRoomShow(set *flag.FlagSet) cli.Action {
	f := newDataFlags(set)
	addresses := set.Bool("addresses", false, "show network addresses too")
	return func(_ context.Context, i cli.Invocation) error {
		q := adminsocket.Request{Do: "show", Handle: i.Operand, Addresses: *addresses}
		looks, err := f.ask(q, i.Getenv)
		switch {
		case err != nil:
			return err
		case f.json:
			return writeLooks(i.Out, looks)
		}
		return showRooms(i.Out, looks, *addresses)
	}
}

func showRooms(stdout io.Writer, looks []protocol.RoomInfo, addresses bool) error {
	if len(looks) == 0 {
		_, err := fmt.Fprintln(stdout, "There are no rooms. So the server holds nothing about "+
			"anybody in one.")
		return err
	}
	var b strings.Builder
	for _, l := range looks {
		writeRoom(&b, l, addresses)
	}
	b.WriteString("That is all this server holds of them, but for counts against abuse, which " +
		"name nobody; other relays are not asked.\n" +
		"Names, what the call is about, what is said, written or shown: nothing of it is held, " +
		"and without the link it cannot be read.\n")
	_, err := io.WriteString(stdout, b.String())
	return err
}

func writeRoom(b *strings.Builder, l protocol.RoomInfo, addresses bool) {
	fmt.Fprintf(b, "Room %s\n", l.Handle)
	line := func(name, format string, values ...any) {
		fmt.Fprintf(b, "  %-22s "+format+"\n", append([]any{name}, values...)...)
	}
	if l.Used {
		line("state", "used: it is erased two minutes after everybody has gone")
	} else {
		line("state", "waiting: it stays until it expires")
	}
	line("gone at the latest", "%s, or two hours after the last people in it",
		formatTime(l.Expires))
	if l.Appointment {
		line("appointment", "one is held, sealed: only people with the link can read it")
	}
	line("seats", "%d", l.Seats)
	line("public key of the host", "%s", base64Text(l.HostKey[:]))
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
		line("no earlier list holds", "than number %d, which took somebody off, or under which "+
			"the host left for now or moved the room", l.Removal)
	}
	if l.Empty != 0 {
		line("nobody in it since", "%s", formatTime(l.Empty))
	}
	for i, p := range l.People {
		writePerson(b, i+1, p, addresses)
	}
	b.WriteString("\n")
}

func writePerson(b *strings.Builder, number int, p protocol.Person, addresses bool) {
	line := func(name, format string, values ...any) {
		fmt.Fprintf(b, "    %-20s "+format+"\n", append([]any{name}, values...)...)
	}
	fmt.Fprintf(b, "  Person %d, %s\n", number, map[protocol.Role]string{
		protocol.RoleHost: "the host", protocol.RoleGuest: "a guest in the call",
		protocol.RoleKnocker: "waiting to be let in",
	}[p.Role])
	line("number", "%s", base64Text(p.SID[:]))
	line("key of this visit", "%s", base64Text(p.Key[:]))
	switch {
	case p.Lost != 0:
		line("connection", "lost since %s; the signalling holds its address no longer",
			formatTime(p.Lost))
	case addresses:
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
		s.Sockets, s.Attempts, formatTime(s.Since), s.Creates, s.Knocks)
	if p.Relay == nil {
		return
	}
	if p.Relay.Renew != nil {
		line("access to the relay", "renewed at %s", formatTime(*p.Relay.Renew))
	}
	for _, a := range p.Relay.Allocations {
		from := ""
		if addresses {
			from = " from " + a.Address
		}
		line("at the relay", "over %s%s as %s until %s; others may send to it: %s; %d channels; "+
			"last used %s",
			a.Transport, from, a.Relayed, formatTime(a.Until), yesNo(a.Permitted), a.Channels,
			formatTime(a.Sent))
	}
}

func base64Text(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
