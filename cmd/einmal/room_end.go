package main

import (
	"context"
	"crypto/ed25519"
	"flag"
	"fmt"
	"strings"

	"einmal/internal/adminsocket"
	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/origin"
	"einmal/internal/protocol"
)

// setUpRoomEnd ends a call as its host, with a link, or as the operator, with a handle.
func setUpRoomEnd(set *flag.FlagSet) cli.Action {
	f := newDataFlags(set)
	return func(ctx context.Context, i cli.Invocation) error {
		link, err := linkOrInput(i)
		if err != nil {
			return err
		}
		if i.Operand == "-" || strings.ContainsAny(link, "#%/") { // a handle has none of them
			err = endByLink(ctx, link)
		} else {
			_, err = f.ask(adminsocket.Request{Do: "end", Handle: link}, i.Getenv)
		}
		switch {
		case err != nil:
			return err
		case f.json:
			return writeJSON(i.Out, map[string]bool{"erased": true})
		}
		_, err = fmt.Fprintln(i.Out, "The room is erased.")
		return err
	}
}

// endByLink joins as the host and says that the call is over. It returns when the server has erased
// the room.
func endByLink(ctx context.Context, text string) error {
	link, err := links.Parse(text)
	if err != nil || !link.IsHost() {
		return cli.Usage("einmal room end wants the whole host link (…/#1H…), or a handle from " +
			"einmal room list.")
	}
	if _, err := origin.Parse("einmal room end", link.Origin); err != nil {
		return err
	}
	client, err := dialSignal(ctx, link.Origin)
	if err != nil {
		return err
	}
	defer client.close()
	_, visit, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	room := protocol.RoomID(link.RoomID())
	join := &protocol.Join{Room: room, Key: publicKey(visit)}
	join.Signature = signBytes(visit, protocol.JoinBytes(client.challenge.Nonce, &room,
		protocol.SID{}))
	host := signBytes(link.Host, protocol.JoinHostBytes(client.challenge.Nonce, &room, join.Key))
	join.HostSignature = &host
	if _, err := roundTrip[*protocol.Welcome](client, join); err != nil {
		return err
	}
	_, err = roundTrip[*protocol.End](client, &protocol.End{Signature: signBytes(link.Host,
		protocol.EndBytes(&room))})
	return err
}
