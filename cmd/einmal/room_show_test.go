package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"einmal/internal/links"
	"einmal/internal/peer"
	"einmal/internal/protocol"
	"einmal/internal/server/servertest"
)

// participant is somebody in a call of this test.
type participant struct {
	t    *testing.T
	call *peer.Call
}

func takePart(t *testing.T, link links.Link, o peer.Options) participant {
	t.Helper()
	o.LoopbackOnly, o.RelayOnly, o.RelayTransport = true, true, "udp"
	call, err := peer.Join(t.Context(), link, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(call.Leave)
	return participant{t, call}
}

func (p participant) until(kind peer.EventKind) peer.Event {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	for {
		e, err := p.call.Next(ctx)
		if err != nil {
			p.t.Fatalf("no %s: %v", kind, err)
		}
		if e.Kind == kind {
			return e
		}
	}
}

// told asks the server what it holds about this participant.
func (p participant) told() (k protocol.DataReport) {
	p.t.Helper()
	if err := p.call.AskServer(); err != nil {
		p.t.Fatal(err)
	}
	m, err := protocol.DecodeServer(append([]byte(`{"kind":"knows",`),
		p.until(peer.Known).Knows[1:]...))
	if err != nil {
		p.t.Fatal(err)
	}
	return *m.(*protocol.DataReport)
}

// TestTheOperatorSeesWhatThePeopleInACallAreTold compares both, over real sockets and with relayed
// addresses: a call of two that is relayed, and somebody at the door.
func TestTheOperatorSeesWhatThePeopleInACallAreTold(t *testing.T) {
	if testing.Short() {
		t.Skip("takes too long for -short")
	}
	data := t.TempDir()
	p := servertest.StartOn(t, data)
	made := room[struct{ Guest, Host string }](t, "new", "-kind", "chat", "-seats", "3",
		"-public-url", p.Public)
	link, err := links.Parse(made.Host)
	if err != nil || link.Guest().String() != made.Guest {
		t.Fatalf("the links are %v, %q", made, err)
	}
	if _, err := peer.Move(t.Context(), link, 24*time.Hour, time.Now()); err != nil {
		t.Fatal(err)
	}
	letIn := func(name string) peer.Decision {
		if name == "Anna" {
			return peer.Admit
		}
		return peer.Wait
	}
	host := takePart(t, link, peer.Options{Name: "Host", Admit: letIn})
	host.until(peer.Arranged)
	host.until(peer.Joined)
	guest := takePart(t, link.Guest(), peer.Options{Name: "Anna"})
	guest.until(peer.Connected)
	host.until(peer.Connected)
	knocker := takePart(t, link.Guest(), peer.Options{Name: "Zoe"})
	host.until(peer.Knocked)

	// The sockets that made and moved the room are counted until the server has seen their end.
	for deadline := time.Now().Add(20 * time.Second); host.told().Source.Sockets > 3; {
		if time.Now().After(deadline) {
			t.Fatal("a socket that was closed is still counted")
		}
	}
	people := []protocol.DataReport{host.told(), guest.told(), knocker.told()}
	handle := people[0].Handle
	looks := room[[]protocol.RoomInfo](t, "show", handle, "-addresses", "-data", data)
	if len(looks) != 1 || len(looks[0].People) != 3 {
		t.Fatalf("%+v", looks)
	}
	look := looks[0]
	for i, k := range people {
		want := protocol.Person{SID: k.SID, Key: k.Key, Role: k.Role, Address: k.Address,
			Created: k.Created, Source: k.Source, Relay: k.Relay}
		if !reflect.DeepEqual(look.People[i], want) {
			t.Errorf("the operator sees %s, the person is told %s", inJSON(t, look.People[i]),
				inJSON(t, want))
		}
		if k.Expires != look.Expires || k.HostKey != look.HostKey || k.Seats != look.Seats ||
			k.Handle != look.Handle || !k.Appointment || !look.Appointment {
			t.Errorf("the operator sees %+v, the person is told %+v", look, k)
		}
		if k.Used != nil && (*k.Used != look.Used || *k.Members != look.Members ||
			*k.Waiting != look.Waiting || len(k.Relay.Allocations) == 0) {
			t.Errorf("the operator sees %+v, the person is told %s", look, inJSON(t, k))
		}
	}
	if !look.HostConnected || !look.GuestConnected || look.Epoch == 0 || look.Members != 2 ||
		look.Waiting != 1 {
		t.Errorf("%+v", look)
	}
	checkWords(t, data, people)

	roomText(t, "end", handle, "-data", data)
	for _, p := range []participant{host, guest, knocker} {
		if e := p.until(peer.Over); e.Code != "ended-by-operator" {
			t.Errorf("it is over by %q", e.Code)
		}
	}
	if looks := room[[]protocol.RoomInfo](t, "list", "-data", data); len(looks) != 0 {
		t.Errorf("%+v", looks)
	}
}

// checkWords looks for everything in the text for people, and for addresses only if they were
// wanted.
func checkWords(t *testing.T, data string, people []protocol.DataReport) {
	t.Helper()
	if text := roomText(t, "show", "-data", data); !strings.Contains(text, "appointment") {
		t.Errorf("no word of the appointment in %s", text)
	}
	plain, full := roomText(t, "show", "-data", data), roomText(t, "show", "-data", data,
		"-addresses")
	for _, k := range people {
		addresses := []string{k.Address}
		if k.Relay != nil {
			addresses = append(addresses, k.Relay.Allocations[0].Address)
		}
		for _, address := range addresses {
			if strings.Contains(plain, address) || !strings.Contains(full, address) {
				t.Errorf("the address %s is in the wrong text", address)
			}
		}
		for _, b := range [][]byte{k.SID[:], k.Key[:], k.HostKey[:]} {
			if word := base64.RawURLEncoding.EncodeToString(b); !strings.Contains(plain, word) {
				t.Errorf("%s is not in %s", word, plain)
			}
		}
	}
}

// TestTheStateOfARoomSaysWhenItGoes, and not whether there was a call in it: the host may have kept
// it.
func TestTheStateOfARoomSaysWhenItGoes(t *testing.T) {
	for used, want := range map[bool][2]string{
		true:  {"used: it is erased two minutes after everybody has gone", "used"},
		false: {"waiting: it stays until it expires", "waiting"},
	} {
		look := protocol.RoomInfo{Handle: "k3q7ab2xyz", Used: used}
		var text strings.Builder
		writeRoom(&text, look, false)
		if !strings.Contains(text.String(), want[0]) || stateOf(look) != want[1] {
			t.Errorf("used is %v: %s in %s", used, stateOf(look), &text)
		}
	}
}

func inJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
