package signal

import (
	"testing"
	"time"
)

const testWork = 8

func workingRig(t *testing.T) *rig {
	return newRig(t, func(c *Config) { c.Work = testWork })
}

func TestAnOpenServerRefusesACreateWithoutTheWork(t *testing.T) {
	r := workingRig(t)
	other := r.connect()
	tests := []struct {
		name  string
		proof func(*client, *party) *Proof
	}{
		{"none", func(*client, *party) *Proof { return nil }},
		{"one of zeros", func(*client, *party) *Proof { return new(Proof) }},
		{"one with a wrong part", func(c *client, p *party) *Proof {
			proof := Prove(t.Context(), c.nonce, &p.room, testWork)
			for proof.proves(c.nonce, &p.room, testWork) {
				proof[len(proof)-1]++
			}
			return proof
		}},
		{"one of another socket", func(_ *client,
			p *party) *Proof {
			return Prove(t.Context(), other.nonce, &p.room, testWork)
		}},
		{"one for another room", func(c *client,
			_ *party) *Proof {
			return Prove(t.Context(), c.nonce, &RoomID{1}, testWork)
		}},
		// all parts but one are good enough, by chance or not
		{"one that is too easy", func(c *client, p *party) *Proof {
			for {
				proof := Prove(t.Context(), c.nonce, &p.room, testWork-4)
				if !proof.proves(c.nonce, &p.room, testWork) {
					return proof
				}
				p.room[0]++
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := r.unmadeParty()
			c := r.connect()
			c.t = t
			proof := test.proof(c, p)
			m := p.createMessage(c, 2, 3600)
			m.Proof = proof
			c.send(m)
			c.expectEnd(codeBadProof)
			if !p.gone() {
				t.Error("there is a room")
			}
		})
	}
}

func TestAnOpenServerTakesTheWorkOnce(t *testing.T) {
	r := workingRig(t)
	p := r.unmadeParty()
	c := r.connect()
	m := p.createMessage(c, 2, 3600)
	m.Proof = Prove(t.Context(), c.nonce, &p.room, testWork)
	c.send(m)
	expect[*Created](c)
	again := r.connect() // the very bytes of the first
	again.send(m)
	again.expectEnd(codeBadProof)
	host := p.host() // to join takes no work
	host.quiet()
}

func TestAServerThatAsksForNoWorkDoesNotLookAtAProof(t *testing.T) {
	r := newRig(t)
	p := r.unmadeParty()
	c := r.connect()
	m := p.createMessage(c, 2, 3600)
	m.Proof = new(Proof)
	c.send(m)
	expect[*Created](c)
}

func TestAnOpenServerCountsTheRoomsOfASource(t *testing.T) {
	r := workingRig(t)
	create := func() *client {
		p := r.unmadeParty()
		c := r.connect()
		m := p.createMessage(c, 2, 3600)
		m.Proof = Prove(t.Context(), c.nonce, &p.room, testWork)
		c.send(m)
		return c
	}
	expect[*Created](create())
	source := r.hub.limits.enter("127.0.0.1:1", time.Now())
	for range maxCreates - 1 {
		if !source.create() {
			t.Fatal("refused too early")
		}
	}
	source.leave()
	r.hub.limits.tidy(time.Now().Add(time.Minute)) // does not forget the count
	create().expectEnd(codeTooMany)
	r.hub.limits.tidy(time.Now().Add(keyLife))
	if len(r.hub.limits.sources) != 0 {
		t.Error("the count outlived its hour")
	}
}
