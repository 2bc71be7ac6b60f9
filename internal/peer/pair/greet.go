package pair

import (
	"time"

	"einmal/internal/peer/protocol"
	"einmal/internal/peer/seal"
)

// What the two ends of a data channel say there and nowhere else: what they run, the safety code,
// names, files.

// safetyPatience is for a code, which takes two messages each way: a peer that is silent for so
// long may be holding its nonce back because it does not like the code.
const safetyPatience = 10 * time.Second

func (p *Pair) sendGreeting() {
	p.Conn.SendMessage(&protocol.Build{Client: p.env.Client})
	// nobody sees a picture at a telephone
	if height := p.env.PictureHeight; height > 0 || p.env.Client == protocol.ClientPhone {
		for _, line := range []string{protocol.LineCamera, protocol.LineShare} {
			p.Conn.SendMessage(&protocol.Want{Line: line, Height: height, Rank: uint8(min(1, height))})
		}
	}
	for _, m := range p.Safety.Commit(p.Path.ProvenAttempt()) {
		p.Conn.SendMessage(m)
	}
	p.awaitSafetyCode()
}

func (p *Pair) awaitSafetyCode() {
	time.AfterFunc(safetyPatience, func() {
		p.env.Tasks.Enqueue(func() {
			if p.SafetyCode == nil && !p.IsClosed && !p.env.IsOver() {
				p.tellCall(Unchecked{})
			}
		})
	})
}

func (p *Pair) receiveDirect(m protocol.Message) {
	if p.IsClosed {
		return
	}
	if build, ok := m.(*protocol.Build); ok {
		if p.Build != nil {
			p.closeAttacked(string(protocol.ErrBadMessage))
		}
		p.Build = build
		return
	}
	if want, ok := m.(*protocol.Want); ok {
		p.receiveWant(want)
		return
	}
	switch m.(type) {
	case *protocol.Pointer:
		return // there is nothing here to point at
	case *protocol.Names, *protocol.Reaction, *protocol.Ask, *protocol.Caption, *protocol.Recall,
		*protocol.History, *protocol.Hosting, *protocol.HostKey:
		p.tellCall(Message{m})
		return
	}
	if isFile, err := p.Files.HandleMessage(m); isFile {
		p.closeOnError(err)
		return
	}
	replies, err := p.Safety.Receive(m)
	p.closeOnError(err)
	for _, reply := range replies {
		p.Conn.SendMessage(reply)
	}
	p.makeSafetyCode()
}

func (p *Pair) makeSafetyCode() {
	own, peer, ok := p.Safety.CodeInputs()
	if !ok || p.IsClosed {
		return
	}
	var err error
	if own.Fingerprint, peer.Fingerprint, err = p.Conn.Fingerprints(); err != nil {
		return // the connection is closing
	}
	earlier, later := own, peer
	if p.IsInitiator {
		earlier, later = peer, own
	}
	code := seal.NewSafetyCode(earlier, later)
	p.SafetyCode = &code
	p.tellCall(SafetyCode{&code})
}
