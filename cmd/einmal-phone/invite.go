package main

import (
	"bytes"
	"context"
	"crypto/ecdh"
	"crypto/hpke"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"time"

	"einmal/internal/cli"
	"einmal/internal/phone/door"
)

// doorTime is how long a gateway may take to answer.
const doorTime = 5 * time.Second

var inviteCommand = cli.Command{
	Name: "invite", Takes: "LINK", Summary: "make a PIN for the call of a guest link",
	Wants: "a guest link",
	Details: `It prints the number to call, the PIN, and an ID with which it is ended. It
holds for -life, until the call ends, or until the gateway starts anew.
`,
	Setup: func(set *flag.FlagSet) cli.Action {
		at := addDoorFlag(set)
		life := set.Duration("life", 12*time.Hour, "let it hold for this `TIME`, at most 24h")
		return func(ctx context.Context, i cli.Invocation) error {
			var id [16]byte
			rand.Read(id[:]) // never fails
			text := base64.RawURLEncoding.EncodeToString(id[:])
			number, r, err := ask(ctx, *at, door.NewOpen(text, i.Operand, time.Now().Add(*life).Unix()))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(i.Out, "number %s\nPIN    %s\nuntil  %s\nID     %s\n", number, r.PIN,
				time.Unix(r.Until, 0).Format(time.DateTime), text)
			return err
		}
	},
}

var endCommand = cli.Command{
	Name: "end", Takes: "ID", Wants: "the ID that invite has printed",
	Summary: "end a PIN; who is in the call stays until the host says otherwise",
	Setup: func(set *flag.FlagSet) cli.Action {
		at := addDoorFlag(set)
		return func(ctx context.Context, i cli.Invocation) error {
			_, _, err := ask(ctx, *at, door.NewEnd(i.Operand))
			return err
		}
	},
}

func addDoorFlag(set *flag.FlagSet) *string {
	return set.String("door", "http://127.0.0.1:5090",
		"reach the gateway at `URL`, or at /phone of an einmal server")
}

// refusals are what a gateway says, in words.
var refusals = map[string]string{
	"full": "there are as many PINs as there may be",
	"link": "this is no guest link of the gateway's server",
	"chat": "nobody speaks in a chat",
	"gone": "there is no such PIN any more",
}

// ask seals a request to the gateway at a URL, and gives its number and its answer.
func ask(ctx context.Context, at string, request any) (number string, r door.Reply, err error) {
	ctx, cancel := context.WithTimeout(ctx, doorTime)
	defer cancel()
	about, err := fetch(ctx, http.MethodGet, at, nil)
	if err != nil {
		return "", r, err
	}
	var card struct{ Number, Key string }
	if err := json.Unmarshal(about, &card); err != nil {
		return "", r, errors.New("this is no telephone gateway")
	}
	raw, err := base64.RawURLEncoding.DecodeString(card.Key)
	if err != nil {
		return "", r, errors.New("this is no telephone gateway")
	}
	public, err := ecdh.X25519().NewPublicKey(raw)
	if err != nil {
		return "", r, errors.New("this is no telephone gateway")
	}
	key, err := hpke.NewDHKEMPublicKey(public)
	if err != nil {
		return "", r, err
	}
	sealed, open, err := door.Ask(key, request)
	if err != nil {
		return "", r, err
	}
	answer, err := fetch(ctx, http.MethodPost, at, sealed)
	if err != nil {
		return "", r, err
	}
	if r, err = open(answer); err == nil && r.Code != "" {
		why, known := refusals[r.Code]
		if !known {
			why = "the gateway does not understand this"
		}
		err = cli.Problemf("phone-"+r.Code, "There is no PIN: %s.", why)
	}
	return card.Number, r, err
}

func fetch(ctx context.Context, method, at string, body []byte) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, method, at, bytes.NewReader(body))
	if err != nil {
		return nil, cli.Usage("-door wants a URL.")
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, errors.New("the gateway does not answer")
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the gateway answers with status %d", answer.StatusCode)
	}
	return io.ReadAll(io.LimitReader(answer.Body, 4096))
}
