package signal

import (
	"testing"
	"time"

	"einmal/internal/protocol"
	"einmal/internal/sourcelimit"
)

const testWork = 8

func newWorkingServer(t *testing.T) *testServer {
	return newTestServer(t, func(c *Config) { c.Create.Work = testWork })
}

func TestAnOpenServerRefusesACreateWithoutTheWork(t *testing.T) {
	r := newWorkingServer(t)
	other := r.connect()
	tests := []struct {
		name  string
		proof func(*client, *testRoom) *protocol.Proof
	}{
		{"none", func(*client, *testRoom) *protocol.Proof { return nil }},
		{"one of zeros", func(*client, *testRoom) *protocol.Proof { return new(protocol.Proof) }},
		{"one with a wrong part", func(c *client, p *testRoom) *protocol.Proof {
			proof := protocol.Prove(t.Context(), c.nonce, &p.room, testWork)
			for proof.Proves(c.nonce, &p.room, testWork) {
				proof[len(proof)-1]++
			}
			return proof
		}},
		{"one of another socket", func(_ *client,
			p *testRoom) *protocol.Proof {
			return protocol.Prove(t.Context(), other.nonce, &p.room, testWork)
		}},
		{"one for another room", func(c *client,
			_ *testRoom) *protocol.Proof {
			return protocol.Prove(t.Context(), c.nonce, &protocol.RoomID{1}, testWork)
		}},
		// all parts but one are good enough, by chance or not
		{"one that is too easy", func(c *client, p *testRoom) *protocol.Proof {
			for {
				proof := protocol.Prove(t.Context(), c.nonce, &p.room, testWork-4)
				if !proof.Proves(c.nonce, &p.room, testWork) {
					return proof
				}
				p.room[0]++
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := r.uncreatedRoom()
			c := r.connect()
			c.t = t
			proof := test.proof(c, p)
			m := p.createMessage(c, 2, 3600)
			m.Proof = proof
			c.send(m)
			c.expectEnd(protocol.CodeBadProof)
			if !p.gone() {
				t.Error("there is a room")
			}
		})
	}
}

func TestAnOpenServerTakesTheWorkOnce(t *testing.T) {
	r := newWorkingServer(t)
	p := r.uncreatedRoom()
	c := r.connect()
	m := p.createMessage(c, 2, 3600)
	m.Proof = protocol.Prove(t.Context(), c.nonce, &p.room, testWork)
	c.send(m)
	expect[*protocol.Created](c)
	again := r.connect() // the very bytes of the first
	again.send(m)
	again.expectEnd(protocol.CodeBadProof)
	host := p.host() // to join takes no work
	host.quiet()
}

func TestAServerThatAsksForNoWorkDoesNotLookAtAProof(t *testing.T) {
	r := newTestServer(t)
	p := r.uncreatedRoom()
	c := r.connect()
	m := p.createMessage(c, 2, 3600)
	m.Proof = new(protocol.Proof)
	c.send(m)
	expect[*protocol.Created](c)
}

func TestAnOpenServerCountsTheRoomsOfASource(t *testing.T) {
	r := newWorkingServer(t)
	create := func() *client {
		p := r.uncreatedRoom()
		c := r.connect()
		m := p.createMessage(c, 2, 3600)
		m.Proof = protocol.Prove(t.Context(), c.nonce, &p.room, testWork)
		c.send(m)
		return c
	}
	expect[*protocol.Created](create())
	source := r.hub.limiter.OpenSocket("127.0.0.1:1", time.Now())
	for range sourcelimit.MaxRooms - 1 {
		if !source.CountRoom() {
			t.Fatal("refused too early")
		}
	}
	source.CloseSocket()
	r.hub.limiter.ForgetIdle(time.Now().Add(time.Minute)) // does not forget the count
	create().expectEnd(protocol.CodeTooMany)
	r.hub.limiter.ForgetIdle(time.Now().Add(sourcelimit.KeyLife))
	expect[*protocol.Created](create()) // the count has not outlived its hour
}
