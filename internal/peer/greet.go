package peer

import (
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// What the two ends of a data channel say to each other and nowhere else: what they run, the safety
// code, names, files.

// safetyPatience is for a code, which takes two messages each way: who is silent for so long may be
// holding its nonce back because it does not like the code.
const safetyPatience = 10 * time.Second

func (p *pair) sendGreeting() {
	p.conn.SendMessage(&protocol.Build{Client: protocol.ClientNative})
	for _, m := range p.safety.Commit(p.path.ProvenAttempt()) {
		p.conn.SendMessage(m)
	}
	p.awaitSafetyCode()
}

func (p *pair) awaitSafetyCode() {
	time.AfterFunc(safetyPatience, func() {
		p.env.tasks.Enqueue(func() {
			if p.safetyCode == nil && !p.isClosed && !p.env.isOver() {
				p.tellCall(pairUnchecked{})
			}
		})
	})
}

func (p *pair) receiveDirect(m protocol.Message) {
	if p.isClosed {
		return
	}
	if build, ok := m.(*protocol.Build); ok {
		if p.build != nil {
			p.closeAttacked(string(protocol.ErrBadMessage))
		}
		p.build = build
		return
	}
	if names, ok := m.(*protocol.Names); ok {
		p.tellCall(pairMessage{names})
		return
	}
	if isFile, err := p.files.HandleMessage(m); isFile {
		p.checkError(err)
		return
	}
	replies, err := p.safety.Receive(m)
	p.checkError(err)
	for _, reply := range replies {
		p.conn.SendMessage(reply)
	}
	p.makeSafetyCode()
}

func (p *pair) makeSafetyCode() {
	own, peer, ok := p.safety.CodeInputs()
	if !ok || p.isClosed {
		return
	}
	var err error
	if own.Fingerprint, peer.Fingerprint, err = p.conn.Fingerprints(); err != nil {
		return // the connection is closing
	}
	earlier, later := own, peer
	if p.isInitiator {
		earlier, later = peer, own
	}
	code := seal.NewSafetyCode(earlier, later)
	p.safetyCode = &code
	p.tellCall(pairSafetyCode{&code})
}
