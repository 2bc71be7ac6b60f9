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

func (p *pair) greet() {
	p.conn.SendMessage(&protocol.Build{Client: protocol.ClientNative})
	for _, m := range p.safety.Commit(p.path.ProvenAttempt()) {
		p.conn.SendMessage(m)
	}
	p.awaitCode()
}

func (p *pair) awaitCode() {
	time.AfterFunc(safetyPatience, func() {
		p.env.tasks.Enqueue(func() {
			if p.code == nil && !p.closed && !p.env.isOver() {
				p.emit(pairUnchecked{})
			}
		})
	})
}

func (p *pair) receiveDirect(m protocol.Message) {
	if p.closed {
		return
	}
	if build, ok := m.(*protocol.Build); ok {
		if p.client != nil {
			p.alarm(string(protocol.ErrBadMessage))
		}
		p.client = build
		return
	}
	if names, ok := m.(*protocol.Names); ok {
		p.emit(pairMessage{names})
		return
	}
	if isFile, err := p.files.HandleMessage(m); isFile {
		p.expectNoError(err)
		return
	}
	replies, err := p.safety.Receive(m)
	p.expectNoError(err)
	for _, reply := range replies {
		p.conn.SendMessage(reply)
	}
	p.makeCode()
}

func (p *pair) makeCode() {
	own, peer, ok := p.safety.CodeInputs()
	if !ok || p.closed {
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
	p.code = &code
	p.emit(pairSafe{&code})
}
