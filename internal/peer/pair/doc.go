package pair

import "einmal/internal/peer/rtc"

// carryDocs passes on what comes on the channel for documents.
func (p *Pair) carryDocs(conn *rtc.Connection) {
	conn.OnDocOpen = func() { p.tellCall(DocOpen{}) }
	conn.OnDoc = func(kind byte, payload []byte) { p.tellCall(Doc{kind, payload}) }
}

// SendDoc sends a message of a part. False: there is no channel, or too much waits in it.
func (p *Pair) SendDoc(kind byte, payload []byte) bool {
	return !p.IsClosed && p.Conn != nil && p.Conn.Docs.Send(kind, payload)
}

// Refuse cuts the peer off: it has broken a rule of a part.
func (p *Pair) Refuse(code string) { p.closeAttacked(code) }
