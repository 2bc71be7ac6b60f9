//go:build evil

package evil

// doppelganger plays one participant to another, on a sealed channel of the server's own.
type doppelganger struct {
	server *Server
	victim *Client
	as     string // the sid that it plays
	asHost bool
	prove  prove
	// allowed: whoever has the link may do this, so the victim need not notice.
	allowed bool

	channel *channel
	proved  bool // its proof is sent
	proof   text // the victim's
	offers  bool // the victim waits for an offer
	twin    *doppelganger
	stand   *stand
}

// prove makes the doppelganger's proof; nil for none yet.
type prove func(d *doppelganger) text

// ownKeys proves with the server's own keys.
func ownKeys(d *doppelganger) text {
	s, h := d.server.secret, d.channel.h
	t := sentence("auth", "key", publicOf(s.key), "signature", sign(s.key, "einmal/1 pair", h))
	if d.asHost {
		t = t.but("hostKey", publicOf(s.host), "hostSignature", sign(s.host, "einmal/1 host", h))
	}
	return t
}

// passedOn shows the proof that the participant who is played has given on the channel with its own
// doppelganger.
func passedOn(d *doppelganger) text {
	if d.twin == nil {
		return nil
	}
	return d.twin.proof
}

// mirrored shows the victim's own proof.
func mirrored(d *doppelganger) text { return d.proof }

// claimed shows the key of whom it plays, with a signature of its own.
func claimed(d *doppelganger) text {
	played := d.server.bySID(d.as)
	if played == nil {
		return ownKeys(d)
	}
	return ownKeys(d).but("key", played.key)
}

// say sends a body to the victim. The caller of all methods holds the server's mu.
func (d *doppelganger) say(body []byte) {
	d.server.deliver(Message{Client: d.victim, Binary: true,
		Data: append(decodeSID(d.as), body...)})
}

func (d *doppelganger) tell(t text) {
	if body, err := d.channel.seal(t); err == nil {
		d.say(body)
	}
}

// begin opens a channel to the victim.
func (d *doppelganger) begin() {
	c, err := d.server.secret.newChannel(attemptID(d.server.bytes(8)), d.as, d.victim.sid, true)
	if err != nil {
		return
	}
	d.channel, d.proved, d.proof = c, false, nil
	if body, err := c.begin(); err == nil {
		d.say(body)
	}
}

// hear takes in a frame of the victim's to the one who is played.
func (d *doppelganger) hear(body []byte) {
	id, rest := attemptID(body[1:9]), body[9:]
	switch {
	case body[0] == message1:
		d.answer(id, rest)
	case d.channel == nil || d.channel.id != id:
	case body[0] == message2:
		if d.channel.finish(rest) == nil {
			d.show()
		}
	case body[0] == transport && d.channel.h != nil:
		if t, err := d.channel.open(rest); err == nil {
			d.take(t)
		}
	}
}

func (d *doppelganger) answer(id attemptID, first []byte) {
	c, err := d.server.secret.newChannel(id, d.victim.sid, d.as, false)
	if err != nil {
		return
	}
	body, err := c.answer(first)
	if err != nil {
		return
	}
	d.channel, d.proved, d.proof = c, false, nil
	d.say(body)
	d.show()
}

// show sends the proof as soon as there is one. That is what the victim has to notice.
func (d *doppelganger) show() {
	if d.proved || d.channel == nil || d.channel.h == nil {
		return
	}
	if t := d.prove(d); t != nil {
		d.proved = true
		if !d.allowed {
			d.server.fired++
			d.server.expect(d.victim, d.as)
		}
		d.tell(t)
	}
}

// take follows the victim as far as it lets itself be led: to a direct connection with the server.
func (d *doppelganger) take(t text) {
	switch t.word("kind") {
	case "auth":
		d.proof = t
		d.show()
		if d.twin != nil {
			d.twin.show()
		}
		if d.offers {
			d.negotiate(nil)
		}
	case "hello":
		if d.allowed && !d.victim.host {
			d.server.leaks++
		}
		d.tell(sentence("hello", "name", "Somebody else"))
	case "description":
		d.negotiate(t)
	}
}

func (d *doppelganger) negotiate(remote text) {
	if d.stand == nil {
		stand, err := newStand()
		if err != nil {
			return
		}
		d.stand = stand
		d.server.closers = append(d.server.closers, stand.close)
	}
	server, channel := d.server, d.channel
	d.stand.describe(remote, func(t text) {
		server.mu.Lock()
		defer server.mu.Unlock()
		if d.channel == channel {
			d.tell(t)
		}
	})
}
