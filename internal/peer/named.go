package peer

// Under which names the host has let people in: its signed word, which holds whoever passes it on
// (protocol, section 4.7).

// takeNames follows a word that is newer than the last, and passes it on: the host may not reach
// everybody directly.
func (c *Call) takeNames(m *namesMessage) {
	if c.named != nil && m.Epoch <= c.named.Epoch ||
		!c.isHosts(namesText(c.room, m.Epoch, m.Names), m.Signature) {
		return
	}
	if c.desk != nil { // of our own, from another device
		c.named = m
		c.desk.recall(m)
		return
	}
	c.follows(m)
}

// follows: from now on everybody is called so.
func (c *Call) follows(m *namesMessage) {
	c.named = m
	c.broadcastDirect(m)
	for sid, p := range c.pairs {
		if name := m.nameOf(sid, p.name); p.name != "" && p.name != name {
			p.name = name
			c.emit(Event{Kind: Met, SID: sid.String(), Name: name, Topic: p.topic})
		}
	}
}

// called: a member of whom this device knows no name has said one.
func (d *desk) called(sid SID, name string) {
	if d == nil || d.guest(sid) == nil || d.names[sid] != "" {
		return
	}
	d.names[sid] = name
	d.sayNames()
	d.giveTicket(sid)
}

// recall takes up what we have said on another device.
func (d *desk) recall(m *namesMessage) {
	for _, n := range m.Names {
		if d.names[n.SID] == "" {
			d.names[n.SID] = n.Name
		}
	}
	d.sayNames()
}

// sayNames tells everybody who is called what. Of those who are no members there is nothing to be
// said.
func (d *desk) sayNames() {
	c, names := d.call, map[SID]string{}
	var list []namedMember
	for _, line := range d.members() {
		name := d.names[line.SID]
		if line.SID == c.sid {
			name = c.options.Name
		}
		if name != "" {
			names[line.SID] = name
			list = append(list, namedMember{line.SID, name})
		}
	}
	d.names = names
	c.follows(signNames(c.link.Host, c.room, list, c.named))
}
