//go:build evil

package evil

// mitmSide plays one participant to another, on a sealed channel of the server's own. The caller of
// its methods holds the server's mu.
type mitmSide struct {
	server *Server
	victim *Client
	as     string // the sid that it plays
	asHost bool
	prove  prover
	// allowed: anybody with the link may do this, so the victim need not notice.
	allowed bool

	channel   *sealedChannel
	proved    bool        // its proof is sent
	proof     jsonMessage // the victim's
	offers    bool        // the victim waits for an offer
	otherSide *mitmSide
	fakePeer  *fakePeer
}

// prover makes the proof that a side shows; nil for none yet.
type prover func(d *mitmSide) jsonMessage

// proveWithOwnKeys proves with the server's own keys.
func proveWithOwnKeys(d *mitmSide) jsonMessage {
	s, h := d.server.linkKeys, d.channel.hash
	t := newText("auth", "key", publicKey(s.key), "signature", signHash(s.key, "einmal/1 pair", h))
	if d.asHost {
		t = t.withFields("hostKey", publicKey(s.hostKey), "hostSignature",
			signHash(s.hostKey, "einmal/1 host", h))
	}
	return t
}

// passProofOn shows the proof that the played participant gave to the other side.
func passProofOn(d *mitmSide) jsonMessage {
	if d.otherSide == nil {
		return nil
	}
	return d.otherSide.proof
}

// mirrorProof shows the victim's own proof.
func mirrorProof(d *mitmSide) jsonMessage { return d.proof }

// proveWithClaimedKey shows the key of the played participant with a signature of its own.
func proveWithClaimedKey(d *mitmSide) jsonMessage {
	played := d.server.clientBySID(d.as)
	if played == nil {
		return proveWithOwnKeys(d)
	}
	return proveWithOwnKeys(d).withFields("key", played.key)
}

// sendFrame sends a body to the victim, as from the played participant.
func (d *mitmSide) sendFrame(body []byte) {
	d.server.deliver(Message{Client: d.victim, Binary: true,
		Data: append(decodeSID(d.as), body...)})
}

func (d *mitmSide) sendSealed(t jsonMessage) {
	if body, err := d.channel.sealMessage(t); err == nil {
		d.sendFrame(body)
	}
}

// openChannel opens a channel to the victim.
func (d *mitmSide) openChannel() {
	c, err := d.server.linkKeys.newChannel(attemptID(d.server.randomBytes(8)), d.as, d.victim.sid,
		true)
	if err != nil {
		return
	}
	d.channel, d.proved, d.proof = c, false, nil
	if body, err := c.firstMessage(); err == nil {
		d.sendFrame(body)
	}
}

// handleFrame handles what the victim sends to the played participant.
func (d *mitmSide) handleFrame(body []byte) {
	id, rest := attemptID(body[1:9]), body[9:]
	switch {
	case body[0] == message1:
		d.answerHandshake(id, rest)
	case d.channel == nil || d.channel.id != id:
	case body[0] == message2:
		if d.channel.readSecondMessage(rest) == nil {
			d.sendProof()
		}
	case body[0] == transport && d.channel.hash != nil:
		if t, err := d.channel.openMessage(rest); err == nil {
			d.handleSealed(t)
		}
	}
}

func (d *mitmSide) answerHandshake(id attemptID, first []byte) {
	c, err := d.server.linkKeys.newChannel(id, d.victim.sid, d.as, false)
	if err != nil {
		return
	}
	body, err := c.secondMessage(first)
	if err != nil {
		return
	}
	d.channel, d.proved, d.proof = c, false, nil
	d.sendFrame(body)
	d.sendProof()
}

// sendProof sends the proof as soon as there is one. The victim must notice that.
func (d *mitmSide) sendProof() {
	if d.proved || d.channel == nil || d.channel.hash == nil {
		return
	}
	if t := d.prove(d); t != nil {
		d.proved = true
		if !d.allowed {
			d.server.fired++
			d.server.expectAlarm(d.victim, d.as)
		}
		d.sendSealed(t)
	}
}

// handleSealed leads the victim on as far as it follows, up to a direct connection with the server.
func (d *mitmSide) handleSealed(t jsonMessage) {
	switch t.stringField("kind") {
	case "auth":
		d.proof = t
		d.sendProof()
		if d.otherSide != nil {
			d.otherSide.sendProof()
		}
		if d.offers {
			d.negotiate(nil)
		}
	case "hello":
		if d.allowed && !d.victim.isHost {
			d.server.leaks++
		}
		d.sendSealed(newText("hello", "name", "Somebody else"))
	case "description":
		d.negotiate(t)
	}
}

func (d *mitmSide) negotiate(remote jsonMessage) {
	if d.fakePeer == nil {
		fake, err := newFakePeer()
		if err != nil {
			return
		}
		d.fakePeer = fake
		d.server.closers = append(d.server.closers, fake.closeConnection)
	}
	server, channel := d.server, d.channel
	d.fakePeer.describe(remote, func(t jsonMessage) {
		server.mu.Lock()
		defer server.mu.Unlock()
		if d.channel == channel {
			d.sendSealed(t)
		}
	})
}
