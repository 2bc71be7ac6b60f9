package main

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"einmal/internal/links"
	"einmal/internal/protocol"
)

// endByLink joins as the host and says that the call is over. It returns when the server has erased
// the room.
func endByLink(ctx context.Context, text string) error {
	link, err := links.Parse(text)
	if err != nil || !link.IsHost() {
		return usage("einmal room end wants the whole host link (…/#1H…), or a handle from " +
			"einmal room list.")
	}
	if _, err := parseOrigin("einmal room end", link.Origin); err != nil {
		return err
	}
	t, err := openTalk(ctx, link.Origin)
	if err != nil {
		return err
	}
	defer t.close()
	_, visit, err := ed25519.GenerateKey(nil)
	if err != nil {
		return fmt.Errorf("make a key: %w", err)
	}
	room := protocol.RoomID(link.RoomID())
	join := &protocol.Join{Room: room, Key: publicKey(visit)}
	join.Signature = sign(visit, protocol.JoinBytes(t.challenge.Nonce, &room, protocol.SID{}))
	host := sign(link.Host, protocol.JoinHostBytes(t.challenge.Nonce, &room, join.Key))
	join.HostSignature = &host
	if _, err := hear[*protocol.Welcome](t, join); err != nil {
		return err
	}
	_, err = hear[*protocol.End](t, &protocol.End{Signature: sign(link.Host,
		protocol.EndBytes(&room))})
	return err
}
