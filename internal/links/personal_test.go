package links

import (
	"bytes"
	"strings"
	"testing"
)

func TestALinkForOnePersonHasAToken(t *testing.T) {
	link, err := New("https://call.example", Video)
	if err != nil {
		t.Fatal(err)
	}
	guest := link.Guest().String()
	token := strings.Repeat("Aq3_", 5) + "Aw"
	for text, has := range map[string]bool{
		guest + "." + token:                                 true,
		"Dear Anna, " + guest + "." + token + ".":           true,
		strings.Replace(guest, "#", "%23", 1) + "." + token: true,
		guest:                     false,
		guest + ".":               false, // the end of a sentence
		guest + "." + token[:21]:  false,
		guest + "." + token + "A": false,
	} {
		found, err := Parse(text)
		if err != nil || (found.Token != nil) != has || found.Secret != link.Secret {
			t.Errorf("%q: token %x, %v", text, found.Token, err)
		}
		ticket := found.DeviceTicket([]byte("one"))
		if !has {
			if ticket != nil {
				t.Errorf("%q: a ticket without a token", text)
			}
			continue
		}
		if len(ticket) != 32 || !bytes.HasPrefix(ticket, found.Token) ||
			!bytes.Equal(ticket, found.DeviceTicket([]byte("one"))) ||
			bytes.Equal(ticket, found.DeviceTicket([]byte("two"))) {
			t.Errorf("%q: ticket %x", text, ticket)
		}
	}
}
