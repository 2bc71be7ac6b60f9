// Package lookback is how one einmal has another look at it from outside: a server that offers it
// answers POST [Path] by a look at the address that asks ([Handler]); [Ask] asks.
//
// It looks at that address and no other, at port 443 and no other, and says what anybody sees
// there who tries. It keeps nothing and logs nothing.
package lookback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"slices"

	"einmal/internal/strictjson"
)

// Path is where a server is asked to look back.
const Path = "/look-back"

// Port is what is looked at: the one of https.
const Port = 443

// What a look finds.
const (
	Answers = "answers" // tcp, tls, udp
	Refused = "refused" // tcp: by a reset; tls: by an alert, such as without the name of a host
	Silent  = "silent"  // tcp, tls (or it was no TLS), udp
	Untried = "untried" // tls, udp: TCP did not connect
	Einmal  = "einmal"  // page
	Other   = "other"   // page: another one, or none
)

// Seen is the answer.
type Seen struct {
	Address string `json:"address"` // that was looked at: the one that asked
	TCP     string `json:"tcp"`
	TLS     string `json:"tls"`
	Page    string `json:"page"`
	UDP     string `json:"udp"` // STUN binding (RFC 8489)
}

// kind is that of the JSON object.
const kind = "seen"

// check refuses what no server says.
func (s Seen) check() error {
	_, err := netip.ParseAddr(s.Address)
	for said, words := range map[*string][]string{
		&s.TCP: {Answers, Refused, Silent}, &s.TLS: {Answers, Refused, Silent, Untried},
		&s.Page: {Einmal, Other}, &s.UDP: {Answers, Silent, Untried}} {
		if !slices.Contains(words, *said) {
			err = errors.New("an unknown word")
		}
	}
	return err
}

// ErrBusy: the other one looks at as much as it likes to at the moment.
var ErrBusy = errors.New("it is busy")

// RefusedError is an answer of somebody who does not look back.
type RefusedError struct{ Status string } // of HTTP

func (e RefusedError) Error() string { return "it does not look back: " + e.Status }

// mostAnswer is far more than a server says.
const mostAnswer = 4 << 10 // bytes

// Ask has the server at an origin look back at whoever client comes from. The error is [ErrBusy], a
// [RefusedError], or one of the way there.
func Ask(ctx context.Context, client *http.Client, origin string) (Seen, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, origin+Path, http.NoBody)
	if err != nil {
		return Seen{}, err
	}
	answer, err := client.Do(request)
	if err != nil {
		return Seen{}, err
	}
	defer answer.Body.Close()
	switch answer.StatusCode {
	case http.StatusOK:
	case http.StatusTooManyRequests:
		return Seen{}, ErrBusy
	default:
		return Seen{}, RefusedError{answer.Status}
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return Seen{}, err
	}
	seen := &Seen{}
	if _, err = strictjson.Decode(text, func(said string) any {
		if said != kind {
			return nil
		}
		return seen
	}); err == nil {
		err = seen.check()
	}
	if err != nil { // a page, whatever was asked for
		return Seen{}, RefusedError{fmt.Sprintf("%s, %v", answer.Status, err)}
	}
	return *seen, nil
}
