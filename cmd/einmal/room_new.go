package main

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"einmal/internal/cli"
	"einmal/internal/links"
	"einmal/internal/origin"
	"einmal/internal/protocol"
	"einmal/internal/server/router"
)

// Limits of a room (docs/protocol.md, 3.1).
const (
	fewestSeats, mostSeats = 2, 6
	longestLife            = 365 * 24 * time.Hour // a server may allow less
)

// firstPause is how long a server has to come back at first. It doubles.
const firstPause = 250 * time.Millisecond

// newRoomFlags are those of einmal room new.
type newRoomFlags struct {
	public, kind, lifetime, creator string
	seats                           int
	json                            bool
	asAllowed                       bool // no -lifetime was given
}

func setUpRoomNew(set *flag.FlagSet) cli.Action {
	f := &newRoomFlags{}
	set.StringVar(&f.public, "public-url", "http://localhost:8080", "ask the server at this `URL`")
	set.StringVar(&f.kind, "kind", "video", "make a room for a video, audio or chat `CALL`")
	set.IntVar(&f.seats, "seats", mostSeats, "let in `N` people, 2 to 6")
	set.StringVar(&f.lifetime, "lifetime", "7d", "erase the unused room after this `TIME`; "+
		"not longer than -room-days")
	set.StringVar(&f.creator, "creator", "", "show the creator link in this `FILE`, where -create "+
		"token asks for one")
	set.BoolVar(&f.json, "json", false, "print JSON")
	return func(ctx context.Context, i cli.Invocation) error {
		f.asAllowed = true
		set.Visit(func(given *flag.Flag) { f.asAllowed = f.asAllowed && given.Name != "lifetime" })
		return f.makeRoom(ctx, i.Out)
	}
}

// makeRoom makes a room and prints its links, which are made here and kept nowhere.
func (f *newRoomFlags) makeRoom(ctx context.Context, stdout io.Writer) error {
	link, life, err := f.newLink()
	if err != nil {
		return err
	}
	if f.asAllowed {
		life = min(life, longestAt(ctx, link.Origin))
	}
	expires, err := createRoom(ctx, link, uint8(f.seats), uint32(life/time.Second))
	if err != nil {
		return err
	}
	guest, host := link.Guest().String(), link.String()
	if f.json {
		return writeJSON(stdout, struct {
			Guest   string `json:"guest"`
			Host    string `json:"host"`
			Expires int64  `json:"expires"`
		}{guest, host, expires})
	}
	_, err = fmt.Fprintf(stdout, "%s\nFor guests: mail them this link.\n\n%s\nFor the host: "+
		"whoever has this link is the host. Never mail it; it is shown only now.\n\n"+
		"A room that nobody has used is gone at %s.\n", guest, host, formatTime(expires))
	return err
}

// newLink makes the secrets of a room as the flags say.
func (f *newRoomFlags) newLink() (link links.Link, life time.Duration, err error) {
	server, err := origin.Parse("-public-url", f.public)
	if err != nil {
		return link, 0, err
	}
	kind, err := links.ParseKind(f.kind)
	if err != nil {
		return link, 0, cli.Usage("-kind wants video, audio or chat, not %q.", f.kind)
	}
	if f.seats < fewestSeats || f.seats > mostSeats {
		return link, 0, cli.Usage("-seats wants a number from %d to %d, not %d.", fewestSeats,
			mostSeats, f.seats)
	}
	if life, err = parseLifetime(f.lifetime); err != nil {
		return link, 0, err
	}
	if link, err = links.New(server.String(), kind); err != nil {
		return link, 0, err
	}
	if f.creator == "" {
		return link, life, nil
	}
	text, err := os.ReadFile(f.creator)
	if err != nil {
		return link, 0, cli.Problemf("creator-unusable", "-creator: %v.", err)
	}
	if link, err = link.ByCreator(string(text)); err != nil {
		return link, 0, cli.Problemf("creator-unusable", "-creator: the file %s has no creator "+
			"link of %s in it.", f.creator, server)
	}
	return link, life, nil
}

// longestAt is how long the server lets a room live; if it does not say, there is no limit that is
// known before it refuses.
func longestAt(ctx context.Context, server string) time.Duration {
	at, err := origin.Parse("-public-url", server)
	if err != nil {
		return longestLife
	}
	said, err := newFetcher(at, nil).fetch(ctx, router.AboutPath)
	var about struct {
		Lifetime int64 `json:"lifetime"` // in seconds
	}
	if err != nil || said.status != http.StatusOK || json.Unmarshal(said.body, &about) != nil ||
		about.Lifetime < 1 || about.Lifetime > int64(longestLife/time.Second) {
		return longestLife
	}
	return time.Duration(about.Lifetime) * time.Second
}

// parseLifetime reads days (7d) or a time of Go (12h, 90m).
func parseLifetime(text string) (life time.Duration, err error) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, parseErr := strconv.ParseUint(days, 10, 16)
		life, err = time.Duration(n)*24*time.Hour, parseErr
	} else {
		life, err = time.ParseDuration(text)
	}
	if err != nil || life < time.Second || life > longestLife {
		return 0, cli.Usage("-lifetime wants a time from 1s to 365d, such as 12h or 7d, not %q.",
			text)
	}
	return life, nil
}

// createRoom has the server make the room of a link. It is told what a browser would tell it;
// expires is in seconds since 1970. A server that was there and goes before it has answered is
// asked again: to the same host it answers as if it were the first time.
func createRoom(ctx context.Context, link links.Link, seats uint8,
	lifetime uint32) (expires int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, signalTimeout)
	defer cancel()
	for pause := firstPause; ; pause *= 2 {
		client, err := dialSignal(ctx, link.Origin)
		if err != nil && pause == firstPause {
			return 0, err
		}
		if err == nil {
			expires, err = client.createRoom(link, seats, lifetime)
			client.close()
		}
		var p cli.Problem
		if !errors.As(err, &p) || p.Code != "server-unreachable" && p.Code != "internal" {
			return expires, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return 0, err
		}
	}
}

func (client *signalClient) createRoom(link links.Link, seats uint8,
	lifetime uint32) (expires int64, err error) {
	room := protocol.RoomID(link.RoomID())
	m := &protocol.Create{Room: room, HostKey: publicKey(link.Host), Seats: seats,
		Lifetime: lifetime}
	m.Signature = signBytes(link.Host, protocol.CreateBytes(client.challenge.Nonce, &room, seats,
		lifetime, protocol.Appointment{}))
	if client.challenge.Work != nil {
		if m.Proof = protocol.Prove(client.ctx, client.challenge.Nonce, &room,
			*client.challenge.Work); m.Proof == nil {
			return 0, client.timeoutProblem()
		}
	}
	if link.Creator != nil {
		key, signature := publicKey(link.Creator), signBytes(link.Creator,
			protocol.CreatorBytes(client.challenge.Nonce, &room, m.HostKey))
		m.Creator, m.CreatorSignature = &key, &signature
	}
	answer, err := roundTrip[*protocol.Created](client, m)
	if err != nil {
		return 0, err
	}
	return answer.Expires, nil
}

func publicKey(key ed25519.PrivateKey) protocol.Key {
	return protocol.Key(key.Public().(ed25519.PublicKey))
}

func signBytes(key ed25519.PrivateKey, text []byte) protocol.Signature {
	return protocol.Signature(ed25519.Sign(key, text))
}
